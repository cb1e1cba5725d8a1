/** A small model with operators that are no layers: several outputs, whole numbers, a number on its own. */
import { encodeModel } from '#shared/onnx/encode';
import { floatTensor, type Dtype, type Tensor } from '#shared/tensor/tensor';

/** Beyond what a double tells apart. */
export const large = 9_007_199_254_740_993n;

const int64 = (shape: readonly number[], ...values: bigint[]): Tensor<'int64'> => ({
  dtype: 'int64',
  shape,
  values: BigInt64Array.from(values),
});

/** The two largest scores of each row go through a Linear; where they are is moved on by `by` and by a large number. */
export function topScores(bias = 0.5): Uint8Array {
  const info = (name: string, dtype: Dtype, ...shape: number[]) => ({ name, dtype, shape });
  const node = (type: string, inputs: string[], ...outputs: string[]) => ({
    ...{ name: `${type} node`, type, inputs, outputs },
    attributes: type === 'TopK' ? { axis: { int: 1 }, largest: { int: 1 }, sorted: { int: 1 } } : {},
  });
  return encodeModel({
    name: 'top scores',
    inputs: [info('scores', 'float32', 2, 5), info('by', 'int64')],
    outputs: [info('y', 'float32', 2, 3), info('far', 'int64', 2, 2)],
    initializers: new Map<string, Tensor>([
      ['k', int64([1], 2n)],
      ['large', int64([], large)],
      ['weight', floatTensor([2, 3], [1, 0, 2, 0, 1, -1])],
      ['bias', floatTensor([3], [bias, 0, 0])],
    ]),
    nodes: [
      node('TopK', ['scores', 'k'], 'values', 'indices'),
      node('Gemm', ['values', 'weight', 'bias'], 'y'),
      node('Add', ['indices', 'by'], 'moved'),
      { ...node('Add', ['moved', 'large'], 'far'), name: 'Far' },
    ],
  });
}
