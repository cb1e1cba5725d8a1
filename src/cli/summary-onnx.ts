/** The summary of a bare ONNX model: its shapes are those of a run, its parameters the weights it brings. */
import { isProblem, type Problem } from '#shared/messages/problem';
import { contentsOf, type ModelProto } from '#shared/onnx/model-file';
import { opNodesOf } from '#shared/onnx/op-nodes';
import { countMultiplyAdds } from '#shared/ops/count';
import { ops } from '#shared/ops/index';
import type { Costs } from '#shared/summary/summary';
import { sizeOf, type Shape } from '#shared/tensor/shape';
import { bytesOf, isDtype } from '#shared/tensor/tensor';
import { prepareOnnx } from './trace-onnx';

export interface SummaryLine {
  readonly name: string;
  readonly kind: string;
  readonly inputs: readonly Shape[];
  readonly output?: Shape | undefined;
  readonly costs: Costs;
  /** An operator whose multiply-adds nobody here knows. */
  readonly isUncounted?: boolean;
}

/** One line a node, in the file's order. Errors: what keeps the model from running. */
export async function summariseOnnx(model: ModelProto): Promise<readonly SummaryLine[] | Problem> {
  const values = await valuesOf(model);
  if (isProblem(values)) return values;
  const weights = weightsOf(model);
  const parameters = new Set(weights.keys());
  const known = new Map([...values, ...weights]);
  return opNodesOf(model).map((node): SummaryLine => {
    // A weight that several nodes read is counted where it is read first.
    const own = node.inputs.map((name) => weights.get(name)).filter((weight) => weight !== undefined);
    for (const name of node.inputs) weights.delete(name);
    const answers = node.outputs.map((name) => values.get(name)).filter((value) => value !== undefined);
    return {
      name: node.name,
      kind: node.type,
      inputs: node.inputs.map((name) => values.get(name)?.shape).filter((shape) => shape !== undefined),
      output: answers[0]?.shape,
      costs: {
        parameters: own.reduce((total, { shape }) => total + sizeOf(shape), 0),
        buffers: 0,
        multiplyAdds: countMultiplyAdds(node, known, parameters),
        activations: answers.reduce((total, { shape }) => total + sizeOf(shape), 0),
        parameterBytes: own.reduce(bytesWith, 0),
        activationBytes: answers.reduce(bytesWith, 0),
      },
      isUncounted: !ops.has(node.type),
    };
  });
}

/** What the values of this shape and type take, added to what others do. */
function bytesWith(total: number, { shape, dtype }: Known): number {
  return total + (isDtype(dtype) ? bytesOf(dtype, sizeOf(shape)) : 0);
}

interface Known {
  readonly shape: Shape;
  readonly dtype: string;
}

async function valuesOf(model: ModelProto): Promise<ReadonlyMap<string, Known> | Problem> {
  const prepared = await prepareOnnx(model, [], 'cpu');
  if (isProblem(prepared)) return prepared;
  const trace = await prepared.run();
  await prepared.release();
  if (isProblem(trace)) return trace;
  const values = [...trace.inputs, ...trace.nodes.flatMap(({ outputs }) => outputs)];
  return new Map(
    values.flatMap(({ name, shape, dtype }) => (shape ? [[name, { shape, dtype }] as const] : [])),
  );
}

/** Floating-point values the file brings; whole numbers are target shapes and the like. */
function weightsOf(model: ModelProto): Map<string, Known> {
  const { inputs, constants } = contentsOf(model);
  const brought = [...inputs.filter(({ hasInitializer }) => hasInitializer), ...constants];
  return new Map(
    brought.flatMap(({ name, type, shape }) =>
      /float|double/.test(type) && shape ? [[name, { shape: shape.map(Number), dtype: type }] as const] : [],
    ),
  );
}
