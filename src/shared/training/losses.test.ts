/**
 * Every loss against its formula written out in float64, its gradient against differences of that formula, and both
 * against what PyTorch answered; scripts/reference/losses.py records it.
 */
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { createOpCollector } from '../onnx/builder';
import { encodeModel } from '../onnx/encode';
import { evaluate, number } from '../tensor/expression';
import { createRandom } from '../tensor/random';
import { sizeOf, type Shape } from '../tensor/shape';
import { floatTensor, type Tensor } from '../tensor/tensor';
import { plainLoss, type LossSettings } from './losses/define';
import { lossFor, losses } from './losses/index';
import reference from './reference/losses.json' with { type: 'json' };

type Formula = (outputs: readonly number[], targets: readonly number[], rows: number) => number;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const each =
  (of: (x: number, y: number) => number): Formula =>
  (outputs, targets) =>
    mean(outputs.map((x, at) => of(x, targets[at]!)));
const rowOf = (outputs: readonly number[], row: number, rows: number) => {
  const classes = outputs.length / rows;
  return outputs.slice(row * classes, (row + 1) * classes);
};
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

const huber = each((x, y) => (Math.abs(x - y) < 1 ? (x - y) ** 2 / 2 : Math.abs(x - y) - 0.5));
const nll: Formula = (outputs, targets, rows) =>
  mean(targets.map((target, row) => -rowOf(outputs, row, rows)[target]!));

const formulas: Readonly<Record<string, Formula>> = {
  CrossEntropyLoss: (outputs, targets, rows) =>
    mean(
      targets.map((target, row) => {
        const scores = rowOf(outputs, row, rows);
        const most = Math.max(...scores);
        const total = scores.reduce((sum, score) => sum + Math.exp(score - most), 0);
        return most + Math.log(total) - scores[target]!;
      }),
    ),
  NLLLoss: nll,
  BCELoss: each((x, y) => -(y * Math.log(x) + (1 - y) * Math.log(1 - x))),
  BCEWithLogitsLoss: each((x, y) => -(y * Math.log(sigmoid(x)) + (1 - y) * Math.log(1 - sigmoid(x)))),
  MSELoss: each((x, y) => (x - y) ** 2),
  L1Loss: each((x, y) => Math.abs(x - y)),
  SmoothL1Loss: huber,
  HuberLoss: huber,
  KLDivLoss: nll,
};

/** What the loss's ops answer for these outputs and targets. */
async function score(
  kind: string,
  shape: Shape,
  outputs: readonly number[],
  targets: readonly number[],
  settings: LossSettings = plainLoss,
) {
  const loss = losses.get(kind)!;
  expect(loss.check(shape)).toBeUndefined();
  const builder = createOpCollector('loss');
  const values = loss.emit({ builder, output: 'x', shape, target: 'y', settings });
  const isClass = loss.target === 'class';
  const model = encodeModel({
    name: 'loss',
    nodes: builder.nodes,
    inputs: [
      { name: 'x', dtype: 'float32', shape },
      isClass
        ? { name: 'y', dtype: 'int64', shape: [targets.length] }
        : { name: 'y', dtype: 'float32', shape },
    ],
    outputs: [
      { name: values.loss, dtype: 'float32', shape: [] },
      { name: values.gradient, dtype: 'float32', shape },
      ...(values.correct === undefined
        ? []
        : [{ name: values.correct, dtype: 'float32', shape: [] } as const]),
    ],
    initializers: builder.constants,
  });
  const y: Tensor = isClass
    ? { dtype: 'int64', shape: [targets.length], values: BigInt64Array.from(targets, BigInt) }
    : floatTensor(shape, targets);
  const answers = await runModel(
    model,
    new Map<string, Tensor>([
      ['x', floatTensor(shape, outputs)],
      ['y', y],
    ]),
  );
  const numbersOf = (name: string | undefined) => Array.from(answers.get(name ?? '')?.values ?? [], Number);
  return {
    loss: numbersOf(values.loss)[0],
    gradient: numbersOf(values.gradient),
    correct: numbersOf(values.correct)[0],
  };
}

test.each([
  [['a', 'b', 'c'], [0, 1, 2], 'CrossEntropyLoss'],
  [[], [0.5, 7], 'MSELoss'],
  [[], [0, 1], 'MSELoss'],
] as const)('the first that takes answers of classes %j, such as %j, is %s', (classes, targets, kind) => {
  expect(lossFor({ classes, targets: Float32Array.from(targets) })?.kind).toBe(kind);
});

test('every loss has its formula here', () => {
  expect(Object.keys(formulas).sort()).toEqual([...losses.keys()].sort());
});

const shapes: readonly Shape[] = [
  [1, 1],
  [1, 3],
  [7, 1],
  [6, 4],
];

describe.each([...losses.values()].map((loss) => [loss.kind, loss] as const))('%s', (kind, loss) => {
  test.each(shapes)('of [%i, %i]', async (...shape) => {
    const [rows = 1, width = 1] = shape;
    const random = createRandom(3, `${kind} ${shape.join()}`);
    // Two decimals off the places where a formula has a kink.
    const outputs = Array.from({ length: sizeOf(shape) }, () => {
      const drawn = Math.fround(Math.round(random.normal() * 200) / 100 + 0.003);
      return kind === 'BCELoss' ? Math.fround(sigmoid(drawn)) : drawn;
    });
    const targets = Array.from({ length: loss.target === 'class' ? rows : outputs.length }, () => {
      if (loss.target === 'class') return Math.floor(random.uniform(0, width));
      return kind.startsWith('BCE')
        ? Math.floor(random.uniform(0, 2))
        : Math.round(random.normal() * 10) / 10;
    });
    const found = await score(kind, shape, outputs, targets);
    const formula = formulas[kind]!;
    expect(found.loss).toBeCloseTo(formula(outputs, targets, rows), 5);
    const apart = 1e-5;
    for (const at of outputs.keys()) {
      const moved = (by: number) => formula(outputs.with(at, outputs[at]! + by), targets, rows);
      expect(found.gradient[at]).toBeCloseTo((moved(apart) - moved(-apart)) / (2 * apart), 5);
    }
    if (loss.target === 'class') {
      const isRight = targets.map((target, row) => {
        const scores = rowOf(outputs, row, rows);
        return scores.indexOf(Math.max(...scores)) === target;
      });
      expect(found.correct).toBe(isRight.filter(Boolean).length);
    } else if (kind.startsWith('BCE')) {
      const limit = kind === 'BCELoss' ? 0.5 : 0;
      const isRight = targets.map((target, at) => outputs[at]! > limit === target > 0.5);
      expect(found.correct).toBe(isRight.filter(Boolean).length);
    } else {
      expect(found.correct).toBeUndefined();
    }
  });
});

test.each(['CrossEntropyLoss', 'BCEWithLogitsLoss'])(
  '%s stays finite however sure the scores are',
  async (kind) => {
    const isClass = kind === 'CrossEntropyLoss';
    const wrong = await score(
      kind,
      isClass ? [1, 2] : [1, 1],
      isClass ? [1000, 0] : [1000],
      isClass ? [1] : [0],
    );
    expect(wrong.loss).toBe(1000);
    expect(wrong.gradient).toEqual(isClass ? [1, -1] : [1]);
    const right = await score(kind, isClass ? [1, 2] : [1, 1], isClass ? [1000, 0] : [-1000], [0]);
    expect(right.loss).toBeCloseTo(0);
    expect(right.gradient.map(Math.abs)).toEqual(isClass ? [0, 0] : [0]);
  },
);

describe.each(reference.cases.map((recorded, at) => [at, recorded.code, recorded] as const))(
  'case %i: %s',
  (_, code, recorded) => {
    const { kind, settings, target, shape, outputs, targets } = recorded;

    test('answers what PyTorch answers', async () => {
      const found = await score(kind, shape, outputs, targets, settings);
      expect(found.loss).toBeCloseTo(recorded.loss, 5);
      for (const [at, slope] of recorded.gradient.entries()) expect(found.gradient[at]).toBeCloseTo(slope, 5);
    });

    test('is written as PyTorch was asked', () => {
      const loss = losses.get(kind)!;
      const written = loss.torch?.({ classes: shape[1]!, settings }) ?? { code: `nn.${kind}()` };
      expect({ target: 'y', ...written }).toEqual({ code, target });
    });

    test('says of one row what it comes to', () => {
      if (shape[0] !== 1) return;
      const expression = losses.get(kind)!.explain({
        scores: outputs.map((value) => number(value)),
        answer: number(targets[0]!),
        settings,
      });
      expect(evaluate(expression)).toBeCloseTo(recorded.loss, 5);
    });
  },
);
