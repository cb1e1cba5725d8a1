/** The summary of a network that people know: shapes, parameters and multiply-adds by layer, and what they come to. */
import { kindName, stageName, type NodeId } from '../document/document';
import type { Inference, NodeInference } from '../document/infer';
import { describeProblem } from '../messages/problem';
import { sizeOf, type Shape } from '../tensor/shape';
import { bytesOf } from '../tensor/tensor';

export interface SummaryRow {
  readonly node: NodeId;
  readonly name: string;
  readonly kind: string;
  readonly inputs: readonly Shape[];
  /** Undefined until the node is complete; then `missing` says what keeps it from being so. */
  readonly output?: Shape;
  readonly missing?: string;
  readonly costs: Costs;
}

export interface Costs {
  /** Numbers that are learned, as PyTorch counts parameters. */
  readonly parameters: number;
  /** Numbers kept with a layer but not learned: running statistics. */
  readonly buffers: number;
  /** As torchinfo counts them: a bias counts as one, activations as none. */
  readonly multiplyAdds: number;
  /** Numbers it answers. */
  readonly activations: number;
  /** What they take, learned and kept ones together. */
  readonly parameterBytes: number;
  readonly activationBytes: number;
}

export interface Summary {
  readonly rows: readonly SummaryRow[];
  readonly totals: Costs;
}

const nothing: Costs = {
  ...{ parameters: 0, buffers: 0, multiplyAdds: 0, activations: 0 },
  ...{ parameterBytes: 0, activationBytes: 0 },
};

export function summarise(inference: Inference): Summary {
  const rows = [...inference.nodes.values()].map(rowOf);
  return { rows, totals: totalOf(rows.map(({ costs }) => costs)) };
}

export function totalOf(all: readonly Costs[]): Costs {
  return all.reduce(
    (total, costs) => ({
      parameters: total.parameters + costs.parameters,
      buffers: total.buffers + costs.buffers,
      multiplyAdds: total.multiplyAdds + costs.multiplyAdds,
      activations: total.activations + costs.activations,
      parameterBytes: total.parameterBytes + costs.parameterBytes,
      activationBytes: total.activationBytes + costs.activationBytes,
    }),
    nothing,
  );
}

function rowOf({ node, inputs, emission, problem }: NodeInference): SummaryRow {
  const row = {
    node: node.id,
    name: stageName(node),
    kind: kindName(node),
    inputs: inputs.flatMap(({ shape }) => (shape ? [shape] : [])),
  };
  if (!emission) return { ...row, costs: nothing, ...(problem && { missing: describeProblem(problem) }) };
  const sizes = (isBuffer: boolean) =>
    emission.parameters
      .filter((spec) => (spec.isBuffer ?? false) === isBuffer)
      .reduce((total, { shape }) => total + sizeOf(shape), 0);
  const [parameters, buffers] = [sizes(false), sizes(true)];
  const answers = emission.outputs.filter(({ other }) => other === undefined);
  return {
    ...row,
    output: emission.output.shape,
    costs: {
      ...{ parameters, buffers, multiplyAdds: emission.multiplyAdds },
      activations: answers.reduce((total, { shape }) => total + sizeOf(shape), 0),
      parameterBytes: bytesOf('float32', parameters + buffers),
      activationBytes: answers.reduce((total, { dtype, shape }) => total + bytesOf(dtype, sizeOf(shape)), 0),
    },
  };
}
