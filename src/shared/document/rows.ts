/** The batch: how many rows a network is given at once. */
import { inferShapes, type Inference, type Structure } from './infer';

/** The same network for another number of rows at once. */
export function withRows(structure: Structure, rows: number): Structure {
  const { nodes } = inferShapes(structure);
  return {
    edges: structure.edges,
    nodes: structure.nodes.map((node) => {
      const layer = nodes.get(node.id)?.layer;
      return layer ? { ...node, attributes: layer.withRows(node.attributes, rows) } : node;
    }),
  };
}

/** How many rows it is given now; undefined while nothing goes in. */
export function rowsOf(inference: Inference): number | undefined {
  const inputs = [...inference.nodes.values()].flatMap(({ emission }) => emission?.graphInputs ?? []);
  return inputs[0]?.shape[0];
}
