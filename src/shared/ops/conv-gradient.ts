/** The gradient of Conv's kernels: products of dy with what the places read. */
import { indexAt, sizeOf } from '../tensor/shape';
import { integers, reshapeTo, sumOver } from './backward';
import { intOf, type GradientContext } from './define';
import type { Window } from './window';

/** A product with fewer columns leaves the processor idle, so that all rows of the kernels are taken at once. */
const fewColumns = 16;
/** As long as that takes no more numbers than this. */
const mostNumbers = 2 ** 23;

/** dw = Σ dy · x over batch and places, of the kernels' shape: a product for each row of the kernels, or for all of them. */
export function kernelGradient(
  { builder, inputs: [x = ''], shapes: [from = [], to = []], outputShape, attributes, dy }: GradientContext,
  { kernel, strides, dilations, begins, ends }: Window,
): string {
  const group = intOf(attributes.group, 1);
  const [batch = 1, channels = 1] = from;
  const [kernels = 1, depth = 1] = to;
  const places = outputShape.slice(2);
  const last = kernel.length - 1;
  const width = kernel[last] ?? 1;
  const rows = kernel.slice(0, -1);
  const startOf = (tap: number, axis: number) => tap * (dilations[axis] ?? 1);
  const strideOf = (axis: number) => strides[axis] ?? 1;

  /** What all places read with some taps, which are along the axes of the window from `axis` and of the tensor from `at`. */
  const read = (value: string, taps: readonly number[], axis: number, at: number): string => {
    const starts = taps.map((tap, each) => startOf(tap, axis + each));
    const stops = starts.map(
      (start, each) => start + ((places[axis + each] ?? 1) - 1) * strideOf(axis + each) + 1,
    );
    const axes = taps.map((_, each) => at + each);
    const steps = taps.map((_, each) => strideOf(axis + each));
    return builder.op('Slice', [
      value,
      ...[starts, stops, axes, steps].map((each) => integers(builder, each)),
    ]);
  };
  const flatDy = reshapeTo(builder, dy, [batch, group, kernels / group, sizeOf(places)]);
  const productWith = (seen: string, taps: readonly number[]): string => {
    const columns = depth * sizeOf(taps);
    const flat = reshapeTo(builder, seen, [batch, group, columns, sizeOf(places)]);
    const turned = builder.op('Transpose', [flat], { perm: { ints: [0, 1, 3, 2] } });
    const sum = sumOver(builder, builder.op('MatMul', [flatDy, turned]), [0], false);
    return reshapeTo(builder, sum, [kernels, depth, ...taps]);
  };

  const isPadded = [...begins, ...ends].some((count) => count > 0);
  const pads = integers(builder, [0, 0, ...begins, 0, 0, ...ends]);
  const padded = isPadded ? builder.op('Pad', [x, pads]) : x;
  const columns = Array.from({ length: width }, (_, tap) =>
    builder.op('Unsqueeze', [read(padded, [tap], last, last + 2), integers(builder, [2])]),
  );
  const across = builder.op('Concat', columns, { axis: { int: 2 } });
  if (last === 0) return productWith(across, [width]);

  const [height = 1, places0 = 1] = [kernel[0], places[0]];
  const numbers = batch * channels * sizeOf(kernel) * sizeOf(places);
  if (last === 1 && depth * width < fewColumns && numbers <= mostNumbers) {
    const at = Array.from({ length: height * places0 }, (_, flat) => {
      const [tap = 0, place = 0] = indexAt([height, places0], flat);
      return BigInt(startOf(tap, 0) + place * strideOf(0));
    });
    const numbered = { dtype: 'int64', shape: [height, places0], values: BigInt64Array.from(at) } as const;
    const seen = builder.op('Gather', [across, builder.constant(numbered)], { axis: { int: 3 } });
    const product = productWith(seen, [width, height]);
    return builder.op('Transpose', [product], { perm: { ints: [0, 1, 3, 2] } });
  }
  const products = Array.from({ length: sizeOf(rows) }, (_, row) =>
    productWith(read(across, indexAt(rows, row), 0, 3), [1, width]),
  );
  return reshapeTo(builder, builder.op('Concat', products, { axis: { int: 2 } }), to);
}
