/** Masks of attention with the numbers people write into them, 0, minus infinity and what stands for it; and masks that do not fit. */
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { compileTrace, feedsOf } from '../compile/compile';
import { documentOfExample, subject } from '../document/testing';
import { explainNumber } from '../explain/explain';
import { describeProblem, isProblem, type Repair } from '../messages/problem';
import { evaluate, sourcesOf } from '../tensor/expression';
import { indexAt, sizeOf, type Shape } from '../tensor/shape';
import { floatTensor, numberAt } from '../tensor/tensor';
import { checkAttributes, type Attributes } from './attributes';
import { layers } from './index';

const places = 4;
const row: Shape = [2, places, 4];
const small = { dim_feedforward: 3, nhead: 2 };

const kinds: readonly [string, readonly Shape[], Attributes][] = [
  ['ScaledDotProductAttention', [row, row, row], {}],
  ['MultiheadAttention', [row, row, row], { num_heads: 2 }],
  ['TransformerEncoderLayer', [row], small],
  ['TransformerDecoderLayer', [row, row], small],
];

/** What the engine answers, what explains it, and which numbers of the mask that reads. */
async function run(kind: string, sequences: readonly Shape[], attributes: Attributes, mask?: number[]) {
  const inputs = mask ? [...sequences, [places, places]] : sequences;
  const built = documentOfExample(layers.get(kind)!, { inputs, attributes }, 3);
  if (isProblem(built)) throw new Error(describeProblem(built));
  const { inference } = built;
  const at = `source-${sequences.length}`;
  const document = mask
    ? { ...built.document, inputs: { [at]: floatTensor([places, places], mask) } }
    : built.document;
  const feeds = feedsOf(document, inference);
  const node = inference.nodes.get(subject)!;
  const answer = (await runModel(compileTrace(inference).model, feeds)).get(node.emission!.output.name)!;
  const sources = new Map(
    node.inputs.map(({ port, edge }) => [port, inference.nodes.get(edge!.from.node)!.emission!.output.name]),
  );
  const offsets = [...new Array<unknown>(sizeOf(answer.shape)).keys()];
  const expressions = offsets.map((offset) =>
    explainNumber(node, indexAt(answer.shape, offset), {
      input: (port) => feeds.get(sources.get(port)!),
      parameter: (name) => feeds.get(`${node.emission!.output.name}.${name}`),
      given: undefined,
    })!,
  );
  return {
    answers: offsets.map((offset) => numberAt(answer, offset)),
    explained: expressions.map(evaluate),
    read: new Set(
      expressions.flatMap((each) =>
        sourcesOf(each).flatMap(({ name, index }) => (name.endsWith('_mask') ? [index.join()] : [])),
      ),
    ),
  };
}

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  for (const [at, value] of expected.entries()) {
    if (Number.isNaN(value)) expect(found[at]).toBeNaN();
    else expect(Math.abs(found[at]! - value)).toBeLessThan(1e-5);
  }
}

/** The number where the key is later than the query, 0 elsewhere. */
const later = (number: number) =>
  Array.from({ length: places * places }, (_, at) => (at % places > Math.floor(at / places) ? number : 0));

describe.each(kinds)('%s', (kind, sequences, attributes) => {
  test.each([-Infinity, -1e9])('with %d at all later places is causal', async (number) => {
    const masked = await run(kind, sequences, { ...attributes, mask: true }, later(number));
    const causal = await run(kind, sequences, { ...attributes, is_causal: true });
    expectClose(masked.answers, causal.answers);
    expectClose(masked.explained, masked.answers);
    expect(masked.read.size).toBe(places * places);
  });

  test('that sees no key at all answers no number, and its arithmetic says so', async () => {
    const mask = later(0).fill(-Infinity, places, 2 * places);
    const { answers, explained } = await run(kind, sequences, { ...attributes, mask: true }, mask);
    const blind = answers.map((_, offset) => indexAt(row, offset)[1] === 1);
    expect(answers.map(Number.isNaN)).toEqual(blind);
    expectClose(explained, answers);
  });

  test('tells keys apart whose scores are all far below zero', async () => {
    const mask = later(0).map((_, at) => -5000 - (at % places));
    const { answers, explained } = await run(kind, sequences, { ...attributes, mask: true }, mask);
    expect(answers.some(Number.isNaN)).toBe(false);
    // So far from zero float32 holds scores to half a thousandth.
    for (const [at, value] of answers.entries()) expect(Math.abs(explained[at]! - value)).toBeLessThan(2e-3);
  });
});

test.each<[string, Attributes, readonly Shape[], string, Repair[]]>([
  [
    'MultiheadAttention',
    { is_causal: true },
    [
      [1, 5, 4],
      [1, 3, 4],
      [1, 3, 4],
    ],
    'It is causal, which needs as many keys as queries, but there are 3 keys and 5 queries. Set is_causal to False.',
    [{ kind: 'set-attribute', attribute: 'is_causal', value: false }],
  ],
  [
    'MultiheadAttention',
    { mask: true, batch_first: false },
    [
      [5, 2, 4],
      [3, 2, 4],
      [3, 2, 4],
      [1, 3],
    ],
    'It adds a mask to its scores, a number for each query and key: that is 5 x 3, and the mask is 1 x 3. Make the sizes equal.',
    [],
  ],
  [
    'ScaledDotProductAttention',
    { mask: true },
    [
      [2, 5, 4],
      [2, 3, 4],
      [2, 3, 4],
      [3, 1, 3],
    ],
    'It adds a mask to its scores, a number for each query and key: that is 2 x 5 x 3, and the mask is 3 x 1 x 3. Make the sizes equal.',
    [],
  ],
  [
    'ScaledDotProductAttention',
    { mask: true, is_causal: true },
    [
      [5, 4],
      [5, 4],
      [5, 4],
      [5, 5],
    ],
    'It is causal and has a mask as well, and PyTorch takes one or the other. Set is_causal to False.',
    [{ kind: 'set-attribute', attribute: 'is_causal', value: false }],
  ],
  [
    'TransformerEncoderLayer',
    { mask: true },
    [
      [2, 5, 4],
      [2, 5],
    ],
    'It adds a mask to its scores, a number for each query and key: that is 5 x 5, and the mask is 2 x 5. Make the sizes equal.',
    [],
  ],
  [
    'TransformerDecoderLayer',
    { mask: true },
    [
      [2, 5, 4],
      [2, 3, 4],
      [5, 3],
    ],
    'It adds a mask to its scores, a number for each query and key: that is 5 x 5, and the mask is 5 x 3. Make the sizes equal.',
    [],
  ],
])('%s with %j refuses %j', (kind, chosen, shapes, sentence, repairs) => {
  const layer = layers.get(kind)!;
  const found = layer.check(shapes, checkAttributes(layer.attributes, chosen) as Attributes, 'eval')!;
  expect(describeProblem({ ...found, values: { ...found.values, name: 'It' } })).toBe(sentence);
  expect(found.repairs).toEqual(repairs);
});
