/** Weighted sums: x Wᵀ + b with W out x in, as Linear keeps it, however a model multiplies. */
import { isFloat } from '../../tensor/tensor';
import { transposed } from '../../tensor/transposed';
import { floatOf, intOf } from '../define';
import type { OpNode } from '../../onnx/graph';
import type { PlainContext, PlainRule } from './define';

/** A matrix of the model's own, with its axes changed. */
function turned(name: string | undefined, { tensor, derived }: PlainContext): string | undefined {
  const kept = tensor(name);
  if (name === undefined || !kept || !isFloat(kept) || kept.shape.length !== 2) return undefined;
  return derived(name, 'transposed', () => transposed(kept));
}

const isPlainSum = ({ attributes }: OpNode): boolean =>
  floatOf(attributes.alpha, 1) === 1 &&
  floatOf(attributes.beta, 1) === 1 &&
  intOf(attributes.transA, 0) === 0;

/** Source: https://onnx.ai/onnx/operators/onnx__Gemm.html */
export const gemm: PlainRule = (node, context) => {
  const { builder, inputs, tensor } = context;
  const [a = '', b = '', c] = node.inputs;
  if (!isPlainSum(node)) return undefined;
  const isTurned = intOf(node.attributes.transB, 0) === 1;
  const weight = isTurned ? undefined : turned(b, context);
  if (weight !== undefined)
    return [builder.op('Gemm', c ? [a, weight, c] : [a, weight], { transB: { int: 1 } })];
  if (tensor(b) || inputs[1] === undefined) return undefined;
  const right = isTurned ? builder.op('Transpose', [b]) : b;
  const product = builder.op('MatMul', [a, right]);
  return [c ? builder.op('Add', [product, c]) : product];
};

/** Source: https://onnx.ai/onnx/operators/onnx__MatMul.html */
export const matMul: PlainRule = ({ inputs: [a = '', b = ''] }, context) => {
  const { builder, inputs } = context;
  const rank = inputs[0]?.shape.length ?? 0;
  const weight = rank === 0 ? undefined : turned(b, context);
  if (weight === undefined) return undefined;
  if (rank === 2) return [builder.op('Gemm', [a, weight], { transB: { int: 1 } })];
  return [builder.op('MatMul', [a, builder.op('Transpose', [weight])])];
};

/** The number that is the same for all comes second, and one that a weighted sum ends with is its bias. */
export const add: PlainRule = ({ inputs: [a = '', b = ''] }, context) => {
  const { builder, tensor, maker, isReadOnce } = context;
  const [of, bias] = tensor(a) && !tensor(b) ? [b, a] : [a, b];
  const sum = maker(of);
  const shape = tensor(bias)?.shape;
  const isBias = tensor(bias)?.dtype === 'float32' && shape?.length === 1;
  const columns = context.inputs[of === a ? 0 : 1]?.shape.at(-1);
  if (sum?.type === 'Gemm' && sum.inputs.length === 2 && isBias && shape[0] === columns && isReadOnce(of))
    return [builder.op('Gemm', [...sum.inputs, bias], sum.attributes)];
  return of === a ? undefined : [builder.op('Add', [of, bias])];
};
