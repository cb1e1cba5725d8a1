/** Generated questions: over random networks each has exactly one right choice, and its arithmetic is the engine's. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { answersOf, completeNodes } from '../document/complete';
import { applyEdit } from '../document/edits';
import { stageName, type NodeId } from '../document/document';
import { evaluate } from '../tensor/expression';
import { formatNumber } from '../tensor/number-format';
import { formatShape, indexAt, offsetAt, sizeOf } from '../tensor/shape';
import { elementAt, floatTensor, numberAt } from '../tensor/tensor';
import type { QuizContext } from './context';
import { formatEquation } from './equation';
import { generators } from './generators/index';
import type { Question } from './question';
import { ask, makeQuiz } from './quiz';
import { anyNetwork, contextOf, lesson } from './testing';

test('every file that makes questions is in the list', () => {
  const files = readdirSync(join(import.meta.dirname, 'generators'));
  const names = files
    .map((file) => file.replace('.ts', ''))
    .filter((name) => name !== 'index' && name !== 'define');
  expect(generators.map(({ id }) => id).sort()).toEqual(names.sort());
});

test('over random networks, exactly one choice is right and the arithmetic holds', async () => {
  const fired = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(anyNetwork, fc.nat(1000), async (document, seed) => {
      const asked = await contextOf(document, runModel);
      for (const question of makeQuiz(asked, seed, 30)) {
        fired.set(question.generator, (fired.get(question.generator) ?? 0) + 1);
        expectWellFormed(question);
        expectArithmetic(asked, question);
        expectOneRight(asked, question);
      }
    }),
    { seed: 4, numRuns: 70 },
  );
  // Each of them has something to ask somewhere.
  expect([...fired.keys()].sort()).toEqual(generators.map(({ id }) => id).sort());
});

test('what a number would be without its bias is what the engine then answers', async () => {
  const asked = await contextOf(lesson, runModel);
  const biasZero = generators.find(({ id }) => id === 'bias-zero')!;
  for (let seed = 0; seed < 12; seed++) {
    const question = ask(asked, biasZero, seed)!;
    const { node, index = [] } = question.about!;
    const bias = asked.parameter(node, 'bias')!;
    const values = Float32Array.from({ length: sizeOf(bias.shape) }, (_, at) =>
      at === index.at(-1) ? 0 : numberAt(bias, at),
    );
    const changed = applyEdit(lesson, {
      kind: 'set-parameters',
      parameters: { [node]: { weight: weightOf(asked, node), bias: floatTensor(bias.shape, values) } },
    });
    const after = elementAt((await contextOf(changed, runModel)).output(node)!, index);
    expect(question.choices[question.answer]!.text).toBe(formatNumber(after));
  }
});

test('what a number would be without an input is what the engine then answers', async () => {
  const asked = await contextOf(lesson, runModel);
  const inputZero = generators.find(({ id }) => id === 'input-zero')!;
  let compared = 0;
  for (let seed = 0; seed < 40; seed++) {
    const question = ask(asked, inputZero, seed);
    const [, at] = /if input \[0, (\d)\] were 0/.exec(question?.text ?? '') ?? [];
    if (!question || at === undefined) continue;
    const given = asked.output('input')!;
    const values = Float32Array.from({ length: 3 }, (_, each) =>
      each === Number(at) ? 0 : numberAt(given, each),
    );
    const changed = { ...lesson, inputs: { input: floatTensor([1, 3], values) } };
    const { node, index = [] } = question.about!;
    const after = elementAt((await contextOf(changed, runModel)).output(node)!, index);
    expect(question.choices[question.answer]!.text).toBe(formatNumber(after));
    compared++;
  }
  expect(compared).toBeGreaterThan(3);
});

function expectWellFormed(question: Question): void {
  const { text, facts, choices, answer, explanation } = question;
  const texts = choices.map((choice) => choice.text);
  expect(new Set(texts).size, text).toBe(texts.length);
  expect(texts.length, text).toBeGreaterThanOrEqual(3);
  expect(texts.length).toBeLessThanOrEqual(4);
  expect(text).toMatch(/\?$/);
  expect([text, explanation, ...facts, ...texts].join(' ')).not.toMatch(/\{\w+\}|NaN|undefined/);
  for (const [at, { mistake }] of choices.entries()) {
    if (at === answer) expect(mistake).toBeUndefined();
    else expect(mistake).toMatch(/^[A-Z].*\.$/);
  }
}

/** Each equation comes to what it says, and the number it is about is the engine's. */
function expectArithmetic(asked: QuizContext, question: Question): void {
  for (const { expression, value, isCount } of question.equations) {
    const exact = evaluate(expression);
    const tolerance = isCount ? 0 : 2e-5 * Math.max(1, Math.abs(exact));
    expect(Math.abs(exact - value), formatEquation({ expression, value })).toBeLessThanOrEqual(tolerance);
  }
  const about = question.about;
  const answersNumber = ['what-it-makes', 'value-of-sum', 'wrong-sum'].includes(question.generator);
  if (!answersNumber || !about?.index) return;
  const engine = elementAt(asked.output(about.node)!, about.index);
  expect(question.equations.map(({ value }) => value)).toEqual([engine]);
}

/** Whether a choice is right, found without the code that made the question. */
function expectOneRight(asked: QuizContext, question: Question): void {
  const right = question.choices.map(({ text }) => isRight(asked, question, text));
  expect(right, `${question.text} ${JSON.stringify(question.choices)}`).toEqual(
    question.choices.map((_, at) => at === question.answer),
  );
}

function isRight(asked: QuizContext, question: Question, choice: string): boolean {
  const node = question.about?.node ?? '';
  const inferred = asked.inference.nodes.get(node);
  const output = asked.output(node);
  const shape = inferred?.emission?.output.shape ?? [];
  const index = question.about?.index ?? [];
  const learned = (inferred?.emission?.parameters ?? []).filter(({ isBuffer }) => !isBuffer);
  switch (question.generator) {
    case 'shape-after':
      return choice === formatShape(output!.shape);
    case 'output-count':
      return Number(choice) === output!.values.length / shape[0]!;
    case 'parameter-count':
      return (
        Number(choice) ===
        learned.reduce((sum, spec) => sum + asked.parameter(node, spec.name)!.values.length, 0)
      );
    case 'parameter-total': {
      const all = [...asked.inference.nodes.values()].flatMap(({ emission }) => emission?.parameters ?? []);
      return Number(choice) === all.reduce((sum, spec) => sum + (spec.isBuffer ? 0 : sizeOf(spec.shape)), 0);
    }
    case 'what-it-makes':
    case 'value-of-sum':
      return isShown(elementAt(output!, index), choice);
    case 'bias-zero':
    case 'input-zero':
      // Compared with runs of the engine above; here with the arithmetic that is explained.
      return isShown(evaluate(question.equations[0]!.expression), choice);
    case 'row-sum': {
      const width = shape.at(-1)!;
      const from = offsetAt(shape, index.with(-1, 0));
      return isShown(
        Array.from({ length: width }, (_, at) => numberAt(output!, from + at)).reduce((a, b) => a + b, 0),
        choice,
      );
    }
    case 'wrong-sum':
      return !isTrue(choice);
    case 'largest-term':
      return isLargest(asked, question, choice);
    case 'answer':
      return isAnswer(asked, question, choice);
    case 'next-stage': {
      const after = asked.document.edges.filter(({ from }) => from.node === node).map(({ to }) => to.node);
      const names = asked.document.nodes.filter(({ id }) => after.includes(id)).map(stageName);
      return names.length === 0 ? choice.startsWith('no stage') : names.includes(choice);
    }
    case 'lowest-epoch':
      return choice === 'epoch 3';
    default:
      throw new Error(`nothing checks ${question.generator}`);
  }
}

/** To the digits on screen. */
function isShown(value: number, choice: string): boolean {
  return (
    Math.abs(Number(choice) - value) <= Math.max(0.0006, 0.06 * Math.abs(value) * Number(/e/.test(choice)))
  );
}

/** The sum as somebody with a calculator works it out from the digits on screen. */
function isTrue(text: string): boolean {
  const [left = '', right = ''] = text.split(' = ');
  // What the rounding of each number on screen can do to the result.
  const slack = [...left.matchAll(/[\d.]+/g)].reduce(
    (sum, { 0: digits, index }) => {
      const nudged = `${left.slice(0, index)}${Number(digits) * 1.0006}${left.slice(index + digits.length)}`;
      return sum + Math.abs(calculate(nudged) - calculate(left));
    },
    6e-4 * Math.abs(Number(right)),
  );
  return Math.abs(calculate(left) - Number(right)) <= slack + 1e-9;
}

function calculate(text: string): number {
  const erf = (x: number): number =>
    evaluate({ kind: 'call', name: 'erf', of: [{ kind: 'number', value: x }] });
  const script = text.replaceAll('·', '*').replace(/\b(exp|max|min|abs|log|sqrt|tanh)\(/g, 'Math.$1(');
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- the sum on screen, worked out by something else
  return (new Function('erf', `return ${script}`) as (erf: unknown) => number)(erf);
}

function isLargest(asked: QuizContext, { about }: Question, choice: string): boolean {
  const [, name = '', at = ''] = /^(\w+) \[([\d, ]+)\]/.exec(choice) ?? [];
  const { node, index = [] } = about!;
  const inferred = asked.inference.nodes.get(node)!;
  const weight = asked.parameter(node, name)!;
  const from = asked.output(inferred.inputs[0]!.edge!.from.node)!;
  const place = at.split(', ').map(Number);
  const { attributes } = inferred.emission!;
  // Every weight of this output, with the number it is laid on, worked out from the layer's definition.
  const product = (tap: readonly number[]): number => {
    const [filter = 0, channel = 0, ...window] = tap;
    if (filter !== (weight.shape.length === 2 ? index.at(-1) : index[1])) return 0;
    const read =
      weight.shape.length === 2
        ? [...index.slice(0, -1), channel]
        : [
            index[0]!,
            channel,
            ...window.map(
              (w, axis) => index[axis + 2]! * Number(attributes.stride) - Number(attributes.padding) + w,
            ),
          ];
    const isInside = read.every((each, axis) => each >= 0 && each < from.shape[axis]!);
    return isInside ? Math.abs(elementAt(weight, tap) * elementAt(from, read)) : 0;
  };
  const all = Array.from({ length: sizeOf(weight.shape) }, (_, offset) =>
    product(indexAt(weight.shape, offset)),
  );
  return product(place) === Math.max(...all);
}

function isAnswer(asked: QuizContext, { about }: Question, choice: string): boolean {
  const ends = answersOf(completeNodes(asked.inference)).map(({ node }) => node.id);
  expect(ends).toContain(about!.node);
  const output = asked.output(about!.node)!;
  const width = output.shape.at(-1)!;
  const from = offsetAt(output.shape, about!.index!.with(-1, 0));
  const row = Array.from({ length: width }, (_, at) => numberAt(output, from + at));
  const best = row.indexOf(Math.max(...row));
  const areShares = Math.abs(row.reduce((a, b) => a + b, 0) - 1) < 1e-4 && Math.min(...row) >= 0;
  return areShares
    ? choice === `class ${best}, ${formatNumber(row[best]! * 100, 1)} % sure`
    : choice === `class ${best}: the greatest number, ${formatNumber(row[best]!)}`;
}

function weightOf(asked: QuizContext, node: NodeId) {
  const weight = asked.parameter(node, 'weight')!;
  return floatTensor(
    weight.shape,
    Array.from({ length: sizeOf(weight.shape) }, (_, at) => numberAt(weight, at)),
  );
}
