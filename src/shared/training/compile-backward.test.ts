/** One backward pass: every loss's and optimiser's arithmetic against the engine's numbers, and what is refused. */
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { emptyDocument, type Document } from '../document/document';
import { answerAt } from '../document/infer';
import { initialTraining, type TrainingSettings } from '../document/training-settings';
import { explainGradient } from '../explain/backward';
import { describeProblem, isProblem } from '../messages/problem';
import type { HeldOp } from '../layers/operator/held-op';
import { derivative } from '../tensor/derivative';
import { evaluate, formatExpression, number, type Expression, type Source } from '../tensor/expression';
import { indexAt, sizeOf } from '../tensor/shape';
import { floatTensor, numberAt, type Tensor } from '../tensor/tensor';
import { compileBackward, gradientOf, lengthName, nextOf, type BackwardProgram } from './compile-backward';
import { plainLoss } from './losses/define';
import { losses } from './losses/index';
import { names } from './names';
import { optimisers } from './optimisers/index';
import { buildNetwork, partId } from './reference/build';
import { explainShaped } from './shape-gradients';

const dense = (outputs: number, ...end: string[]): Document =>
  buildNetwork([
    { layer: 'Input', attributes: { shape: [1, 3] } },
    { layer: 'Linear', attributes: { out_features: 4 } },
    { layer: 'Tanh' },
    { layer: 'Linear', attributes: { out_features: outputs } },
    ...end.map((layer) => ({ layer })),
  ]);

async function run(document: Document, settings: Partial<TrainingSettings>, answer: number) {
  const program = compileBackward(document, { ...initialTraining, ...settings }, answer);
  if (isProblem(program)) throw new Error(describeProblem(program));
  const answers = await runModel(program.model, program.feeds);
  return { program, values: new Map<string, Tensor>([...program.feeds, ...answers]) };
}

function scoresOf({ stages, scored }: BackwardProgram, values: ReadonlyMap<string, Tensor>) {
  const value = stages.find(({ node }) => node.id === scored)!.emission.output.name;
  const tensor = values.get(value)!;
  const sources = Array.from({ length: tensor.values.length }, (_, at): Source => ({
    ...{ kind: 'input', name: 'x' },
    index: indexAt(tensor.shape, at),
  }));
  const scores = sources.map((source, at) => number(numberAt(tensor, at), source));
  return { sources, scores, gradient: values.get(gradientOf(value))! };
}

function expectSame(expression: Expression, engine: number): void {
  const tolerance = 1e-5 * Math.max(0.01, Math.abs(engine));
  expect(Math.abs(evaluate(expression) - engine), formatExpression(expression)).toBeLessThanOrEqual(
    tolerance,
  );
}

describe.each([...losses.values()].map((loss) => [loss.kind, loss] as const))('%s', (kind, loss) => {
  const isClass = loss.target === 'class';
  const answers = isClass ? [0, 2] : kind.startsWith('BCE') ? [0, 1, 0.25] : [-3, 0.1, 4];
  const ends: Readonly<Record<string, readonly string[] | undefined>> = {
    NLLLoss: ['LogSoftmax'],
    KLDivLoss: ['LogSoftmax'],
    BCELoss: ['Sigmoid'],
  };

  test.each(answers)('reads as the engine has it when %d is right', async (answer) => {
    const document = dense(isClass ? 3 : 1, ...(ends[kind] ?? []));
    const { program, values } = await run(document, { loss: kind }, answer);
    const { scores, sources, gradient } = scoresOf(program, values);
    const expression = loss.explain({ scores, answer: number(answer), settings: plainLoss });
    expectSame(expression, numberAt(values.get(names.loss)!, 0));
    for (const [at, source] of sources.entries())
      expectSame(derivative(expression, source), numberAt(gradient, at));
    expect(loss.backward).toMatch(/\.$/);
  });

  test('stays finite however sure the scores are', () => {
    // Probabilities go no further than from 0 to 1.
    for (const size of kind === 'BCELoss' ? [1, 0] : [1000, -1000]) {
      const scores = [size, 0].slice(0, isClass ? 2 : 1).map((value) => number(value));
      expect(evaluate(loss.explain({ scores, answer: number(1), settings: plainLoss }))).toSatisfy(
        Number.isFinite,
      );
    }
  });
});

describe.each<[string, Document]>([
  [
    'parts that are all used',
    buildNetwork([
      { layer: 'Input', attributes: { shape: [1, 6] } },
      { layer: 'Linear', attributes: { out_features: 9 } },
      { layer: 'Chunk', attributes: { chunks: 3 } },
      {
        layer: 'Multiply',
        from: [
          [2, 'y1'],
          [2, 'y3'],
        ],
      },
      { layer: 'Subtract', from: [3, [2, 'y2']] },
    ]),
  ],
  [
    'every step and the states, both used',
    buildNetwork([
      { layer: 'Input', attributes: { shape: [1, 4, 2] } },
      { layer: 'LSTM', attributes: { hidden_size: 3 } },
      { layer: 'Mean', attributes: { dim: 1 }, from: [1] },
      { layer: 'Flatten', from: [[1, 'h_n']] },
      { layer: 'Multiply', from: [2, 3] },
      { layer: 'Add', from: [4, [1, 'last']] },
      { layer: 'Flatten', from: [[1, 'c_n']] },
      { layer: 'Subtract', from: [5, 6] },
    ]),
  ],
  [
    'weights of an attention beside its answer',
    buildNetwork([
      { layer: 'Input', attributes: { shape: [1, 3, 4] } },
      { layer: 'MultiheadAttention', attributes: { num_heads: 2, need_weights: true }, from: [0, 0, 0] },
      { layer: 'Mean', attributes: { dim: -1 }, from: [1] },
      { layer: 'Max', attributes: { dim: 1 }, from: [[1, 'weights']] },
      { layer: 'Multiply', from: [2, 3] },
    ]),
  ],
])('%s', (_, document) => {
  test('have the gradients that the loss changes by', async () => {
    const settings = { ...initialTraining, loss: 'CrossEntropyLoss' };
    const program = compileBackward(document, settings, 1);
    if (isProblem(program)) throw new Error(describeProblem(program));
    const at = async (feeds: ReadonlyMap<string, Tensor>) => runModel(program.model, feeds);
    const values = await at(program.feeds);
    const step = 2 ** -7;
    let looked = 0;
    for (const [name, tensor] of program.feeds) {
      const gradient = values.get(gradientOf(name));
      if (!gradient) continue;
      for (let place = 0; place < tensor.values.length; place += 5) {
        const [more, less] = await Promise.all(
          [step, -step].map(async (moved) => {
            const changed = tensor.values.with(place, tensor.values[place]! + moved);
            const answers = await at(new Map([...program.feeds, [name, { ...tensor, values: changed }]]));
            return numberAt(answers.get(names.loss)!, 0);
          }),
        );
        looked++;
        expect(Math.abs((more! - less!) / (2 * step) - numberAt(gradient, place))).toBeLessThan(2e-4);
      }
    }
    expect(looked).toBeGreaterThan(10);
  });
});

const steps: readonly Partial<TrainingSettings>[] = [
  {},
  { weightDecay: 0.1 },
  { momentum: 0.9 },
  { momentum: 0.9, nesterov: true, weightDecay: 0.01 },
  { l1: 0.1, l2: 0.2 },
  { l2: 0.2, clip: 'norm', clipLimit: 0.3 },
  { clip: 'value', clipLimit: 0.05 },
];

describe.each([...optimisers.keys()])('%s', (kind) => {
  test.each(steps)('writes out each new weight with %j', async (more) => {
    const settings = { ...initialTraining, optimiser: kind, rate: 0.05, ...more };
    const { program, values } = await run(dense(3), settings, 1);
    const count = program.optimiser.stateCount(settings);
    for (const value of ['linear_1.weight', 'linear_1.bias', 'linear_2.weight']) {
      const weights = values.get(value)!;
      for (let at = 0; at < weights.values.length; at++) {
        const expression = program.optimiser.explain({
          weight: number(numberAt(weights, at)),
          gradient: explainShaped(
            {
              gradient: number(numberAt(values.get(gradientOf(value))!, at)),
              weight: number(numberAt(weights, at)),
              length: number(numberAt(values.get(lengthName) ?? floatTensor([], [0]), 0)),
            },
            settings,
          ),
          rate: number(program.rate),
          step: 1,
          state: new Array<Expression>(count).fill(number(0)),
          settings,
        });
        expectSame(expression, numberAt(values.get(nextOf(value))!, at));
      }
    }
  });
});

test('what is frozen has a gradient and takes no step', async () => {
  const { values } = await run(dense(3), { frozen: { [partId(1)]: ['weight'] } }, 1);
  expect(values.has(gradientOf('linear_1.weight'))).toBe(true);
  expect(values.has(nextOf('linear_1.weight'))).toBe(false);
  expect(values.has(nextOf('linear_1.bias'))).toBe(true);
});

test('SGD reads w - rate · gradient', () => {
  const readings = { weight: number(0.07), gradient: number(-0.5), rate: number(0.01), step: 1, state: [] };
  const expression = optimisers.get('SGD')!.explain({ ...readings, settings: initialTraining });
  expect(formatExpression(expression)).toBe('0.07 - 0.01·(-0.5)');
});

test('the first rate of a schedule is the one that counts', async () => {
  const { program } = await run(dense(3), { rate: 0.5, schedule: 'warm-up', epochs: 10 }, 0);
  expect(program.rate).toBeCloseTo(0.05);
});

test('a softmax and cross-entropy by hand', async () => {
  const document = {
    ...buildNetwork([
      { layer: 'Input', attributes: { shape: [1, 2] } },
      { layer: 'Linear', attributes: { out_features: 2, bias: false } },
    ]),
    inputs: { [partId(0)]: floatTensor([1, 2], [1, -2]) },
    parameters: { [partId(1)]: { weight: floatTensor([2, 2], [0.5, 0, 0, 0.25]) } },
  };
  const { values } = await run(document, { rate: 0.1 }, 0);
  // z = [0.5, -0.5], p = [e^0.5, e^-0.5] / sum = [0.7310586, 0.2689414], dz = p - [1, 0]
  expect(numberAt(values.get(names.loss)!, 0)).toBeCloseTo(0.3132617, 6);
  expect([...(values.get('linear_1.gradient')!.values as Float32Array)]).toEqual([
    expect.closeTo(-0.2689414, 6),
    expect.closeTo(0.2689414, 6),
  ]);
  // dW = dz ⊗ x
  const weights = [-0.2689414, 0.5378828, 0.2689414, -0.5378828];
  expect([...(values.get('linear_1.weight.gradient')!.values as Float32Array)]).toEqual(
    weights.map((weight) => expect.closeTo(weight, 6) as unknown),
  );
  expect(numberAt(values.get('linear_1.weight.next')!, 0)).toBeCloseTo(0.5268941, 6);
  // dx = Wᵀ dz
  expect(numberAt(values.get('input_1.gradient')!, 0)).toBeCloseTo(-0.1344707, 6);
  expect(numberAt(values.get('input_1.gradient')!, 1)).toBeCloseTo(0.0672353, 6);
});

/** What feeds two layers collects a gradient from each. */
test('a branch collects what comes back from each of its layers', async () => {
  const document = buildNetwork([
    { layer: 'Input', attributes: { shape: [1, 3] } },
    { layer: 'Linear', attributes: { out_features: 3 } },
    { layer: 'ReLU' },
    { layer: 'Add', from: [2, 1] },
    { layer: 'Linear', attributes: { out_features: 3 } },
  ]);
  const { program, values } = await run(document, {}, 2);
  const [, first, curve, joined] = program.stages;
  const shape = first!.emission.output.shape;
  for (let at = 0; at < sizeOf(shape); at++) {
    const through = (stage: typeof first, port: string) => {
      const of: Source = { kind: 'input', name: port, index: indexAt(shape, at) };
      const found = explainGradient(stage!, of, {
        input: (name) => {
          const edge = stage!.inputs.find((input) => input.port === name)?.edge;
          const source = program.stages.find(({ node }) => node.id === edge?.from.node);
          return values.get(source?.emission.output.name ?? '');
        },
        parameter: () => undefined,
        given: undefined,
        gradient: (port) => values.get(gradientOf(answerAt(stage!.emission, port)!.name)),
      });
      if (found === 'too-long') throw new Error(found);
      return evaluate(found);
    };
    const collected = through(curve, 'x') + through(joined, 'b');
    expect(collected).toBeCloseTo(numberAt(values.get('linear_1.gradient')!, at), 6);
  }
});

test('only the first of several rows is looked at', async () => {
  const one = dense(2);
  const several = {
    ...one,
    nodes: one.nodes.map((node) =>
      node.kind === 'Input' ? { ...node, attributes: { shape: [4, 3] } } : node,
    ),
    inputs: { [partId(0)]: floatTensor([4, 3], [1, 2, 3, ...new Array<number>(9).fill(7)]) },
  };
  const { values } = await run(several, {}, 0);
  expect(values.get('input_1')).toEqual(floatTensor([1, 3], [1, 2, 3]));
});

describe('is refused in a sentence', () => {
  test.each<[string, Document, Partial<TrainingSettings>, number, string]>([
    ['no network', emptyDocument, {}, 0, 'no-layers'],
    ['probabilities under CrossEntropyLoss', dense(3, 'Softmax'), {}, 0, 'loss-after-softmax'],
    ['a class beyond the scores', dense(3), {}, 3, 'data-does-not-fit-output'],
    ['one score for classes', dense(1), {}, 0, 'data-does-not-fit-output'],
    ['several numbers for one answer', dense(3), { loss: 'MSELoss' }, 0.5, 'data-does-not-fit-output'],
    ['an answer between no and yes', dense(1), { loss: 'BCEWithLogitsLoss' }, 2, 'data-not-between-0-and-1'],
  ])('%s', (_, document, settings, answer, code) => {
    const found = compileBackward(document, { ...initialTraining, ...settings }, answer);
    expect(isProblem(found) && found.code).toBe(code);
  });
});

test('each answer of an operator with several has a gradient of its own', async () => {
  const split: HeldOp = {
    ...{ type: 'Split', domain: '', captures: {}, held: {}, kept: {} },
    inputs: [{ port: 'input' }, { port: 'split', own: 'constant' }],
    outputs: ['left', 'right'],
    attributes: { axis: 'int' },
  };
  const wire = (from: string, port: string, to: string) => ({
    ...{ id: `${from}-${to}`, from: { node: from, port } },
    to: { node: to, port: to === 'split' ? 'input' : 'x' },
  });
  const program = await run(
    {
      ...emptyDocument,
      nodes: [
        { id: 'in', kind: 'Input', name: 'in', attributes: { shape: [1, 5] } },
        { id: 'split', kind: 'onnx.Split', name: 'split', op: split, attributes: { axis: 1 } },
        { id: 'out', kind: 'Identity', name: 'out', attributes: {} },
      ],
      edges: [wire('in', 'y', 'split'), wire('split', 'right', 'out')],
      constants: { split: { split: { dtype: 'int64', shape: [2], values: BigInt64Array.of(2n, 3n) } } },
      inputs: { in: floatTensor([1, 5], [9, 9, 0, 0, 0]) },
    },
    { loss: 'CrossEntropyLoss', scored: 'out' },
    1,
  );
  const { outputs } = program.program.stages.find(({ node }) => node.id === 'split')!.emission;
  const gradients = outputs.map(({ name }) => program.values.get(gradientOf(name))?.values);
  // Softmax less the right answer; of the piece that goes nowhere there is none.
  expect(gradients[0]).toBeUndefined();
  expect([...(gradients[1] ?? [])].map((value) => Number(value).toFixed(4))).toEqual([
    '0.3333',
    '-0.6667',
    '0.3333',
  ]);
});
