/** Numbers that nobody set are drawn by what the document says now, whatever was drawn before. */
import { expect, test } from 'vitest';
import { layers } from '../layers/index';
import type { LayerExample } from '../layers/define';
import { describeProblem, isProblem } from '../messages/problem';
import { floatTensor } from '../tensor/tensor';
import { documentOfExample, subject } from './testing';
import { parameterOf } from './values';

/** The numbers of a layer that is called the same in each document. */
function drawn(kind: string, example: LayerExample, name: string): readonly number[] {
  const built = documentOfExample(layers.get(kind)!, example, 9);
  if (isProblem(built)) throw new Error(describeProblem(built));
  const { document, inference } = built;
  const spec = inference.nodes.get(subject)!.emission!.parameters.find((one) => one.name === name)!;
  return [...parameterOf(document, subject, spec).values];
}

test('a layer that draws within other bounds draws other numbers of the same shape', () => {
  const wide = drawn('Linear', { inputs: [[1, 4]], attributes: { out_features: 3 } }, 'bias');
  const narrow = drawn('Linear', { inputs: [[1, 64]], attributes: { out_features: 3 } }, 'bias');
  expect(narrow).toEqual(wide.map((value) => value / 4));
  const other = drawn('RNN', { inputs: [[1, 2, 1]], attributes: { hidden_size: 3 } }, 'bias_ih_l0');
  const gated = drawn('GRU', { inputs: [[1, 2, 1]], attributes: { hidden_size: 1 } }, 'bias_ih_l0');
  for (const [at, value] of gated.entries()) expect(value / other[at]!).toBeCloseTo(Math.sqrt(3), 5);
});

test('a slope that is chosen anew is the one that is used', () => {
  const slope = (init: number) => drawn('PReLU', { inputs: [[1, 2]], attributes: { init } }, 'weight');
  expect([slope(0.25), slope(0.5)]).toEqual([[0.25], [0.5]]);
});

test('what a set tensor lacks for a larger shape is drawn by what the document says now, too', () => {
  const spec = (value: number) => ({ name: 'weight', shape: [3], initial: () => value });
  const parameters = { [subject]: { weight: floatTensor([1], [7]) } };
  const grown = (value: number) => [...parameterOf({ seed: 9, parameters }, subject, spec(value)).values];
  expect([grown(1), grown(2)]).toEqual([
    [7, 1, 1],
    [7, 2, 2],
  ]);
});
