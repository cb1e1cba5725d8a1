/** The summary of a bare ONNX model: its shapes are those of a run, its parameters the weights it brings. */
import { isProblem, type Problem } from '#shared/messages/problem';
import { contentsOf, type ModelProto } from '#shared/onnx/model-file';
import { opNodesOf } from '#shared/onnx/op-nodes';
import { countMultiplyAdds } from '#shared/ops/count';
import { ops } from '#shared/ops/index';
import type { Costs } from '#shared/summary/summary';
import { sizeOf, type Shape } from '#shared/tensor/shape';
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
  const shapes = await shapesOf(model);
  if (isProblem(shapes)) return shapes;
  const weights = weightsOf(model);
  const parameters = new Set(weights.keys());
  const known = new Map([...shapes, ...weights].map(([name, shape]) => [name, { shape }] as const));
  return opNodesOf(model).map((node): SummaryLine => {
    // A weight that several nodes read is counted where it is read first.
    const own = node.inputs.map((name) => weights.get(name)).filter((shape) => shape !== undefined);
    for (const name of node.inputs) weights.delete(name);
    const output = node.outputs.map((name) => shapes.get(name)).find((shape) => shape !== undefined);
    return {
      name: node.name,
      kind: node.type,
      inputs: node.inputs.map((name) => shapes.get(name)).filter((shape) => shape !== undefined),
      output,
      costs: {
        parameters: own.reduce((total, shape) => total + sizeOf(shape), 0),
        buffers: 0,
        multiplyAdds: countMultiplyAdds(node, known, parameters),
        activations: node.outputs.reduce((total, name) => total + sizeOf(shapes.get(name) ?? [0]), 0),
      },
      isUncounted: !ops.has(node.type),
    };
  });
}

async function shapesOf(model: ModelProto): Promise<ReadonlyMap<string, Shape> | Problem> {
  const prepared = await prepareOnnx(model, [], 'cpu');
  if (isProblem(prepared)) return prepared;
  const trace = await prepared.run();
  await prepared.release();
  if (isProblem(trace)) return trace;
  const values = [...trace.inputs, ...trace.nodes.flatMap(({ outputs }) => outputs)];
  return new Map(values.flatMap(({ name, shape }) => (shape ? [[name, shape] as const] : [])));
}

/** Floating-point values the file brings; whole numbers are target shapes and the like. */
function weightsOf(model: ModelProto): Map<string, Shape> {
  const { inputs, constants } = contentsOf(model);
  const brought = [...inputs.filter(({ hasInitializer }) => hasInitializer), ...constants];
  return new Map(
    brought.flatMap(({ name, type, shape }) =>
      /float|double/.test(type) && shape ? [[name, shape.map(Number)] as const] : [],
    ),
  );
}
