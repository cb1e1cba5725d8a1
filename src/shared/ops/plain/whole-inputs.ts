/** Whole numbers that a model is given to look rows up by, as layers are given them: as float32, made whole where they are read. */
import type { DecodedGraph } from '../../onnx/decode';
import type { OpNode, ValueInfo } from '../../onnx/graph';

/** ONNX's number for int64. */
const int64 = 7;

/** A float32 has every whole number up to 2^24, and no table here is longer. Inputs that are read otherwise stay. */
export function withRealInputs(graph: DecodedGraph): DecodedGraph {
  const taken = new Set(graph.nodes.flatMap(({ outputs }) => outputs));
  const chosen = new Set(graph.inputs.filter((info) => isIndex(info, graph)).map(({ name }) => name));
  const nodes = graph.nodes.flatMap((node): OpNode[] => {
    const [table = '', indices = '', ...rest] = node.inputs;
    if (node.type !== 'Gather' || !chosen.has(indices)) return [node];
    const whole = freshName(`${node.outputs[0] ?? ''}/whole`, taken);
    const cast = {
      name: whole,
      type: 'Cast',
      inputs: [indices],
      outputs: [whole],
      attributes: { to: { int: int64 } },
    };
    return [cast, { ...node, inputs: [table, whole, ...rest] }];
  });
  const inputs = graph.inputs.map((info): ValueInfo =>
    chosen.has(info.name) ? { ...info, dtype: 'float32' } : info,
  );
  return { ...graph, inputs, nodes };
}

/** Whether it is nothing but what tables are read by, and sizes are taken from it. */
function isIndex({ name, dtype, shape }: ValueInfo, { nodes, outputs, initializers }: DecodedGraph): boolean {
  if (!['int32', 'int64'].includes(dtype) || shape.length === 0 || initializers.has(name)) return false;
  const reads = nodes.flatMap(({ type, inputs }) =>
    inputs.flatMap((read, at) => (read === name ? [`${type} ${at}`] : [])),
  );
  return (
    reads.includes('Gather 1') &&
    reads.every((read) => read === 'Gather 1' || read === 'Shape 0') &&
    outputs.every((output) => output.name !== name)
  );
}

function freshName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  while (taken.has(name)) name += "'";
  taken.add(name);
  return name;
}
