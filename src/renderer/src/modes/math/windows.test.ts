/** The windows drawn in Math, of sums that layers themselves explain. */
import { expect, test } from 'vitest';
import { checkAttributes, type Attributes } from '#shared/layers/attributes';
import { layers } from '#shared/layers/index';
import { evaluate, number } from '#shared/tensor/expression';
import type { Shape } from '#shared/tensor/shape';
import { sumIn } from './terms';
import { windowsIn, type Patch } from './windows';

/** Each number says by its digits where it is from: input 1 of row 0, channel 2, place 3 is 1023. */
function windowsOf(kind: string, chosen: Attributes, shape: Shape, index: readonly number[]) {
  const layer = layers.get(kind)!;
  const explained = layer.explain({
    index,
    output: undefined,
    set: 17,
    attributes: checkAttributes(layer.attributes, chosen) as Attributes,
    inputPorts: ['x'],
    shapeOf: () => shape,
    input: (name, at) => number(Number(`1${at.join('')}`), { kind: 'input', name, index: at }),
    given: () => number(0),
    constant: () => undefined,
    parameter: (name, at) => number(Number(at.join('')) / 8, { kind: 'parameter', name, index: at }),
  });
  const expression = explained!;
  return { windows: windowsIn(sumIn(expression) ?? []), value: evaluate(expression) };
}

const numbersOf = ({ slices }: Patch) =>
  slices.map(({ rows }) => rows.map((row) => row.map(({ number: { value } }) => value)));

test('a window of an image: numbers and weights of each channel, padding, sums and bias', () => {
  const { windows, value } = windowsOf(
    'Conv2d',
    { out_channels: 2, kernel_size: 2, padding: 1 },
    [1, 2, 3, 3],
    [0, 1, 0, 2],
  );
  expect(windows!.patches.map(numbersOf)).toEqual([
    [
      [
        [0, 0],
        [10001, 10002],
      ],
    ],
    [
      [
        [0, 0],
        [10101, 10102],
      ],
    ],
  ]);
  const [first, second] = windows!.patches;
  expect(first!.slices[0]!.rows[0]!.map(({ number: { source } }) => source)).toEqual([undefined, undefined]);
  const cell = second!.slices[0]!.rows[1]![1]!;
  expect(cell.weight.source!.index).toEqual([1, 1, 1, 1]);
  expect(cell.product.value).toBe((10102 * 1111) / 8);
  expect(first!.sum).toBe((10001 * 1010 + 10002 * 1011) / 8);
  expect(windows!.sum).toBe(first!.sum + second!.sum);
  expect(windows!.added.map((term) => term.source?.name)).toEqual(['bias']);
  expect(windows!.total).toBe(value);
});

test('a sequence is one row, a volume a slice a depth, and groups keep their channels', () => {
  const sequence = windowsOf('Conv1d', { out_channels: 2, groups: 2 }, [1, 2, 5], [0, 1, 2]).windows!;
  expect(sequence.patches.map(({ channel }) => channel)).toEqual([1]);
  expect(numbersOf(sequence.patches[0]!)).toEqual([[[1012, 1013, 1014]]]);

  const volume = windowsOf(
    'Conv3d',
    { out_channels: 1, kernel_size: [2, 1, 3] },
    [1, 1, 2, 2, 3],
    [0, 0, 0, 1, 0],
  ).windows!;
  expect(volume.patches[0]!.slices.map(({ depth }) => depth)).toEqual([[0], [1]]);
  expect(numbersOf(volume.patches[0]!)).toEqual([[[100010, 100011, 100012]], [[100110, 100111, 100112]]]);
});

test('a transposed convolution has those of its weights that were laid there', () => {
  const { windows, value } = windowsOf(
    'ConvTranspose2d',
    { out_channels: 1, kernel_size: 3, stride: 2 },
    [1, 2, 3, 3],
    [0, 0, 2, 3],
  );
  expect(windows!.patches.map(numbersOf)).toEqual([[[[10011], [10001]]], [[[10111], [10101]]]]);
  expect(windows!.total).toBe(value);
});

test('a window too large to be seen is left to the table', () => {
  const sized = (size: number) =>
    windowsOf('Conv2d', { kernel_size: size }, [1, 1, 20, 20], [0, 0, 0, 0]).windows;
  expect(sized(16)!.patches[0]!.slices[0]!.rows).toHaveLength(16);
  expect(sized(17)).toBeUndefined();
});

test('other sums have no window', () => {
  expect(windowsOf('Linear', { out_features: 2 }, [1, 3], [0, 1]).windows).toBeUndefined();
  expect(windowsOf('AvgPool2d', {}, [1, 1, 4, 4], [0, 0, 1, 1]).windows).toBeUndefined();
  expect(windowsOf('Bilinear', { out_features: 2 }, [1, 3], [0, 1]).windows).toBeUndefined();
  expect(windowsIn([])).toBeUndefined();
});
