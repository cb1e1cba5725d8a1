/** What `trace` prints: JSON lines that any reader of JSON takes, and the table. */
import { expect, test } from 'vitest';
import { floatTensor, type Tensor } from '#shared/tensor/tensor';
import { plain } from '#shared/messages/fill';
import { nodeLine } from './trace-lines';
import { formatTrace } from './trace-table';
import { tracedTensor, type TracedNode } from './traced';

function nodeOf(tensor: Tensor, name = 'y'): TracedNode {
  return { index: 0, name: 'node', op: 'Op', ms: 0.5, reads: [], outputs: [tracedTensor(name, tensor)] };
}

/** What a reader gets for the only output of a node. */
function readLine(tensor: Tensor): Record<string, unknown> {
  const { name, dtype, shape } = tracedTensor('y', tensor);
  const described = {
    index: 0,
    name: 'node',
    op: 'Op',
    ms: 0.5,
    outputs: [{ name, dtype, shape, file: null }],
  };
  const line = JSON.parse(JSON.stringify(nodeLine(nodeOf(tensor), described))) as {
    readonly outputs: readonly [Record<string, unknown>];
  };
  expect(line).toMatchObject({ event: 'node', index: 0, name: 'node', op: 'Op', ms: 0.5 });
  return line.outputs[0];
}

test('small tensors are printed whole', () => {
  expect(readLine(floatTensor([2, 2], [0.5, -1, 2, 3]))).toEqual({
    name: 'y',
    dtype: 'float32',
    shape: [2, 2],
    file: null,
    values: [0.5, -1, 2, 3],
  });
  expect(readLine(floatTensor([0], [])).values).toEqual([]);
  expect(readLine(floatTensor([4], [NaN, Infinity, -Infinity, 1])).values).toEqual([
    'NaN',
    'Infinity',
    '-Infinity',
    1,
  ]);
  const whole: Tensor = { dtype: 'int64', shape: [2], values: BigInt64Array.of(-5n, 2n ** 62n) };
  expect(readLine(whole).values).toEqual([-5, '4611686018427387904']);
  const bits: Tensor = { dtype: 'bool', shape: [2], values: Uint8Array.of(1, 0) };
  expect(readLine(bits).values).toEqual([true, false]);
  const halves: Tensor = { dtype: 'float16', shape: [1], values: Uint16Array.of(0x3c00) };
  expect(readLine(halves).values).toEqual([1]);
  const packed: Tensor = { dtype: 'int4', shape: [3], values: Uint8Array.of(0x21, 0x0f) };
  expect(readLine(packed).values).toEqual([1, 2, -1]);
  const text: Tensor = { dtype: 'string', shape: [1], values: ['a"b'] };
  expect(readLine(text).values).toEqual(['a"b']);
});

test('large tensors are described', () => {
  const values = Array.from({ length: 1001 }, (_, at) => at);
  const line = readLine(floatTensor([1001], values));
  expect(line).toMatchObject({ min: 0, max: 1000, mean: 500 });
  expect(line.std).toBeCloseTo(288.96, 2);
  expect(line).not.toHaveProperty('values');
  expect(readLine(floatTensor([1001], values.fill(NaN)))).toMatchObject({ min: 'NaN', notFinite: 1001 });
  const text: Tensor = { dtype: 'string', shape: [1001], values: values.map(String) };
  expect(readLine(text)).toMatchObject({ min: null, mean: null });
});

test('the table shortens what is long and shows what a terminal would obey', () => {
  const node = nodeOf(floatTensor([7], [1, 2, 3, 4, 5, 6, 7]), '\u001b[31mred\n');
  const text = formatTrace({ ms: 1, inputs: [], fed: new Set(), nodes: [node], outputs: [] }, 'onnx');
  expect(text.split('\n')).toHaveLength(3);
  expect(text).toContain('\\u{1b}[31mred ');
  expect(text).toContain('1.0000 2.0000 3.0000 4.0000 5.0000 6.0000 ... (7 values)');
  expect(plain('left\u202eright')).toBe('left\\u{202e}right');
});
