/** `trace --json`: one JSON object a line. */
import { describeProblem } from '#shared/messages/problem';
import { measure } from '#shared/tensor/statistics';
import { numberAt, type Tensor } from '#shared/tensor/tensor';
import type { DescribedNode } from './dump';
import type { TracedNode } from './traced';

/** Tensors of up to this many values are printed whole. */
const valueLimit = 1000;

export function nodeLine(node: TracedNode, described: DescribedNode): object {
  const outputs = described.outputs.map((value, at) => {
    const tensor = node.outputs[at]?.tensor;
    return tensor ? { ...value, ...contentOf(tensor) } : value;
  });
  const { notice } = node;
  return { event: 'node', ...described, outputs, ...(notice && { notice: describeProblem(notice) }) };
}

/** Values in row-major order, or what can be said of them in short; of text only the values can be told. */
function contentOf(tensor: Tensor): object {
  if (tensor.values.length > valueLimit) {
    if (tensor.dtype === 'string') return { min: null, max: null, mean: null, std: null };
    const { min, max, mean, std, notFinite } = measure(tensor);
    const measures = {
      min: jsonNumber(min),
      max: jsonNumber(max),
      mean: jsonNumber(mean),
      std: jsonNumber(std),
    };
    return notFinite > 0 ? { ...measures, notFinite } : measures;
  }
  return { values: valuesOf(tensor) };
}

function valuesOf(tensor: Tensor): unknown[] {
  switch (tensor.dtype) {
    case 'string':
      return [...tensor.values] as string[];
    case 'int64':
    case 'uint64':
      return Array.from(tensor.values as BigInt64Array | BigUint64Array, jsonInteger);
    case 'bool':
      return Array.from(tensor.values as Uint8Array, (value) => value !== 0);
    default: {
      const size = tensor.shape.reduce((product, length) => product * length, 1);
      return Array.from({ length: size }, (_, offset) => jsonNumber(numberAt(tensor, offset)));
    }
  }
}

/** JSON has no NaN and no infinities: they are the strings "NaN", "Infinity" and "-Infinity". */
export function jsonNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

/** Integers that readers of JSON would round are strings of their digits. */
export function jsonInteger(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
