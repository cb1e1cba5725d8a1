/** The batch: how many rows a network is given at once. */
import { inferShapes, type Inference, type Structure } from './infer';

/** The same network for another number of rows at once. */
export function withRows(structure: Structure, rows: number): Structure {
  const { nodes } = inferShapes(structure);
  return {
    ...structure,
    nodes: structure.nodes.map((node) => {
      const layer = nodes.get(node.id)?.layer;
      return layer ? { ...node, attributes: layer.withRows(node.attributes, rows) } : node;
    }),
  };
}

/** How many rows it is given now; undefined while nothing goes in, or its inputs do not agree. A number alone is no row. */
export function rowsOf(inference: Inference): number | undefined {
  const inputs = [...inference.nodes.values()].flatMap(({ emission }) => emission?.graphInputs ?? []);
  const [rows, ...others] = new Set(inputs.flatMap(({ shape }) => shape.slice(0, 1)));
  return others.length === 0 ? rows : undefined;
}
