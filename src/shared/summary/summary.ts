/** The summary of a network that people know: shapes, parameters and multiply-adds by layer, and what they come to. */
import { kindName, stageName, type NodeId } from '../document/document';
import type { Inference, NodeInference } from '../document/infer';
import { describeProblem } from '../messages/problem';
import { sizeOf, type Shape } from '../tensor/shape';

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
}

export interface Summary {
  readonly rows: readonly SummaryRow[];
  readonly totals: Costs;
}

/** What one float32 number takes. */
export const bytesEach = 4;

const nothing: Costs = { parameters: 0, buffers: 0, multiplyAdds: 0, activations: 0 };

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
  return {
    ...row,
    output: emission.output.shape,
    costs: {
      parameters: sizes(false),
      buffers: sizes(true),
      multiplyAdds: emission.multiplyAdds,
      activations: emission.outputs.reduce(
        (total, { shape, other }) => total + (other === undefined ? sizeOf(shape) : 0),
        0,
      ),
    },
  };
}
