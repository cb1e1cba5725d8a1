/** What is seen of a trained network is what training itself counted, and its gradients are those of a step. */
import { describe, expect, test } from 'vitest';
import { Engine } from '#engine/engine';
import { keptFeatures, wholeFeatures, type DataSet } from '../data/data-set';
import type { Document } from '../document/document';
import { initialTraining, type TrainingSettings } from '../document/training-settings';
import { describeProblem, isProblem, type Problem } from '../messages/problem';
import { createRandom } from '../tensor/random';
import { floatTensor, type Tensor } from '../tensor/tensor';
import { confusion, judge, worst } from './answers';
import { answersValue, compileAnswers } from './compile-answers';
import { compileGradients } from './compile-gradients';
import { startingValues } from './compile-training';
import { findingOf, normOf } from './gradient-flow';
import { trainRequest } from './request';
import { linear, network } from './testing';

const engine = new Engine();
const rows = 24;
const random = createRandom(7);
const features = floatTensor(
  [rows, 2],
  Float32Array.from({ length: rows * 2 }, () => random.normal()),
);

function dataOf(classes: readonly string[]): DataSet {
  const targets = Float32Array.from({ length: rows }, (_, row) =>
    classes.length > 0 ? row % classes.length : (features.values[row * 2] ?? 0),
  );
  return { features: keptFeatures(features), targets, columns: ['a', 'b', 'answer'], classes };
}

function whole<T extends object>(found: T | Problem): T {
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found;
}

async function run(model: Uint8Array<ArrayBuffer>, feeds: ReadonlyMap<string, Tensor<'float32'>>) {
  const reply = await engine.answer({ kind: 'run', model, feeds: new Map(feeds) });
  if (!reply.ok) throw new Error(describeProblem(reply.problem));
  return reply.value as ReadonlyMap<string, Tensor<'float32'>>;
}

function parametersOf(document: Document, settings: TrainingSettings, data: DataSet) {
  const { request, program } = whole(trainRequest(document, settings, 'cpu'));
  expect(data.targets.length).toBe(rows);
  return { request, start: startingValues(document, program) };
}

async function judgedBy(document: Document, settings: TrainingSettings, data: DataSet) {
  const program = whole(compileAnswers(document, settings, data, rows));
  const { start } = parametersOf(document, settings, data);
  const feeds = new Map([[program.input.value, wholeFeatures(data.features)] as const]);
  for (const { value } of program.parameters) feeds.set(value, whole(start.get(value) ?? ({} as never)));
  const said = (await run(program.model, feeds)).get(answersValue);
  return judge({ ...program, values: said?.values ?? new Float32Array() }, data);
}

describe('answers', () => {
  test.each([
    ['CrossEntropyLoss', [linear(5), { layer: 'ReLU' }, linear(3)], ['a', 'b', 'c']],
    ['NLLLoss', [linear(3), { layer: 'LogSoftmax' }], ['a', 'b', 'c']],
    ['BCEWithLogitsLoss', [linear(1)], ['no', 'yes']],
  ] as const)('are right as often as %s counts', async (loss, parts, classes) => {
    const data = dataOf(classes);
    const document = network(data, parts);
    const settings = { ...initialTraining, loss, batch: rows, epochs: 1 };
    const judged = await judgedBy(document, settings, data);
    const right = judged.filter(({ isRight }) => isRight).length;
    const cells = confusion(judged, classes.length);
    expect(cells.flat(2)).toHaveLength(rows);
    expect(cells.reduce((sum, row, at) => sum + (row[at]?.length ?? 0), 0)).toBe(right);
    for (const { certainty } of judged) {
      expect(certainty).toBeGreaterThanOrEqual(1 / Math.max(2, classes.length) - 1e-6);
      expect(certainty).toBeLessThanOrEqual(1);
    }
    const mistakes = worst(judged, 3);
    expect(mistakes.every(({ isRight }) => !isRight)).toBe(true);
    const surest = Math.max(...judged.filter(({ isRight }) => !isRight).map(({ certainty }) => certainty));
    expect(mistakes[0]?.certainty).toBe(surest);
    if (loss === 'BCEWithLogitsLoss') return;
    // Training scores a minibatch before its update: with one minibatch, the weights it started from.
    const { request } = parametersOf(document, settings, data);
    let accuracy = Number.NaN;
    await engine.train(
      request,
      (event) => {
        if (event.kind === 'epochs') accuracy = event.epochs[0]?.accuracy ?? Number.NaN;
      },
      new AbortController().signal,
    );
    expect(accuracy).toBeCloseTo(right / rows, 12);
  });

  test('that are numbers are judged by how far off they are', async () => {
    const data = dataOf([]);
    const settings = { ...initialTraining, loss: 'MSELoss', batch: rows };
    const judged = await judgedBy(network(data, [linear(1)]), settings, data);
    for (const { certainty, answer, target } of judged) expect(certainty).toBe(Math.abs(answer - target));
    expect(worst(judged, 1)[0]?.certainty).toBe(Math.max(...judged.map(({ certainty }) => certainty)));
  });
});

describe('gradients', () => {
  test('are what one step of SGD at rate 1 takes off the weights', async () => {
    const data = dataOf(['a', 'b', 'c']);
    const document = network(data, [linear(4), { layer: 'Tanh' }, linear(3)]);
    const settings = { ...initialTraining, batch: rows, epochs: 1, rate: 1 };
    const { request, start } = parametersOf(document, settings, data);
    let after: ReadonlyMap<string, Tensor<'float32'>> = new Map();
    await engine.train(
      request,
      (event) => {
        if (event.kind === 'epochs') after = event.epochs[0]?.values ?? after;
      },
      new AbortController().signal,
    );
    const program = whole(compileGradients(document, settings, data, rows));
    const feeds = new Map(start).set(program.input.value, wholeFeatures(data.features));
    feeds.set(program.target.value, floatTensor(program.target.shape, data.targets));
    const found = await run(program.model, feeds);
    expect(program.gradients).toHaveLength(4);
    for (const { value, gradient } of program.gradients) {
      const taken = found.get(gradient)?.values ?? new Float32Array();
      expect(taken.some((one) => one !== 0)).toBe(true);
      taken.forEach((one, at) => {
        const step = (start.get(value)?.values[at] ?? 0) - (after.get(value)?.values[at] ?? 0);
        expect(one).toBeCloseTo(step, 5);
      });
    }
  });

  test('that are too small or too large are named', () => {
    const layer = (gradientNorm: number) => ({ node: 'a', weightNorm: 2, gradientNorm });
    const layers = [1, 1e-4, 0, 300, Number.NaN].map(layer);
    const usual = [layer(1), layer(0.01)];
    expect(usual.map((one) => findingOf(one, usual))).toEqual([undefined, undefined]);
    expect(layers.map((one) => findingOf(one, layers))).toEqual([
      undefined,
      'vanishing',
      'no gradient',
      'exploding',
      'not finite',
    ]);
    expect(normOf([[3], [0, 4]])).toBe(5);
  });
});
