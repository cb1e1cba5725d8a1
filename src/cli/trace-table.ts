/** A trace as a table for people: one row an output, shortened where it is long. */
import { commonMessages } from '#shared/messages/common';
import { formatNumber } from '#shared/tensor/number-format';
import { formatShape, sizeOf } from '#shared/tensor/shape';
import { numberAt, type Tensor } from '#shared/tensor/tensor';
import { plain } from '#shared/messages/fill';
import { cut } from './sentence';
import { formatTable } from './table';
import type { Trace, TracedNode, TracedValue } from './traced';

/** A document's stages show what goes in and comes out; an ONNX model's nodes have outputs with names. */
export function formatTrace({ nodes }: Trace, kind: 'onnx' | 'document'): string {
  const { input, output } = commonMessages;
  const heads = kind === 'document' ? ['Stage', 'Layer', input, output] : ['Node', 'Op', output, 'Shape'];
  const rows = nodes.flatMap((node) => (kind === 'document' ? stageRows(node) : nodeRows(node)));
  return formatTable([['#', ...heads, 'Values', 'ms'], ...rows], [0]);
}

function stageRows(node: TracedNode): string[][] {
  const inputs = (node.inputShapes ?? []).map(formatShape).join(', ') || '-';
  return node.outputs.map((value) => [
    String(node.index + 1),
    short(node.name),
    node.op,
    inputs,
    shapeOf(value),
    formatValues(value),
    node.ms.toFixed(3),
  ]);
}

function nodeRows(node: TracedNode): string[][] {
  const outputs = node.outputs.length > 0 ? node.outputs : [undefined];
  return outputs.map((value, at) => [
    at === 0 ? String(node.index) : '',
    at === 0 ? short(node.name) : '',
    at === 0 ? short(node.op) : '',
    value ? short(value.name) : '-',
    value ? shapeOf(value) : '-',
    value ? formatValues(value) : '',
    at === 0 ? node.ms.toFixed(3) : '',
  ]);
}

function short(name: string): string {
  return cut(plain(name), 32);
}

function shapeOf({ dtype, shape }: TracedValue): string {
  if (!shape) return dtype;
  return dtype === 'float32' ? formatShape(shape) : `${dtype} ${formatShape(shape)}`;
}

const shownValues = 6;

function formatValues({ tensor }: TracedValue): string {
  if (!tensor) return 'cannot be shown';
  const size = sizeOf(tensor.shape);
  const length = Math.min(size, shownValues);
  const shown = Array.from({ length }, (_, offset) => formatValue(tensor, offset)).join(' ');
  return size > shownValues ? `${shown} ... (${size} values)` : shown;
}

function formatValue(tensor: Tensor, offset: number): string {
  if (tensor.dtype === 'string') return cut(JSON.stringify(plain(String(tensor.values[offset]))), 20);
  if (tensor.dtype === 'bool') return tensor.values[offset] ? 'true' : 'false';
  return tensor.dtype.startsWith('float')
    ? formatNumber(numberAt(tensor, offset), 4)
    : String(
        tensor.values.length === sizeOf(tensor.shape) ? tensor.values[offset] : numberAt(tensor, offset),
      );
}
