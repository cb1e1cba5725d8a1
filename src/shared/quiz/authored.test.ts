/** Authored questions: those of every lesson answer themselves; what has no single right answer is refused. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import type { Document } from '../document/document';
import { decodeDocument } from '../document/file-format';
import { describeProblem, isProblem } from '../messages/problem';
import { askAuthored, readQuestions, type AuthoredQuestion } from './authored';
import { holds, parseClaim, type Scope } from './claim';
import { createContext } from './context';
import { explainInFull } from './question';
import { chain, whole } from './testing';

const models = join(import.meta.dirname, '../../../models');
const lessons = readdirSync(models, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(join(models, entry.name)).includes('lesson.json'))
  .map(({ name }) => name);

function filesOf(id: string): ReadonlyMap<string, Uint8Array> {
  const folder = join(models, id);
  return new Map(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path)]),
  );
}

test.each(lessons)('the questions of %s have one right answer each, found by the engine', async (id) => {
  const files = filesOf(id);
  const context = whole(await createContext(whole(decodeDocument(files, id)), runModel));
  const questions = whole(readQuestions(files, id));
  for (const authored of questions) {
    const asked = whole(await askAuthored(context, authored, runModel));
    expect(asked.choices[asked.answer]?.mistake).toBeUndefined();
    expect(asked.choices.filter(({ mistake }) => mistake === undefined)).toHaveLength(1);
    expect(new Set(asked.choices.map(({ text }) => text)).size).toBe(asked.choices.length);
    expect(explainInFull(asked)).not.toMatch(/[{}]/);
  }
});

test('the first lesson asks three', async () => {
  const files = filesOf('forward-pass');
  const context = whole(await createContext(whole(decodeDocument(files, 'forward-pass')), runModel));
  const [relu, linear, softmax, ...more] = await Promise.all(
    whole(readQuestions(files, 'forward-pass')).map(async (each) =>
      whole(await askAuthored(context, each, runModel)),
    ),
  );
  expect(more).toEqual([]);
  expect(relu!.text).toBe('What does the ReLU activation do during the forward pass?');
  expect(relu!.choices[relu!.answer]!.text).toBe('Sets negative values to zero and keeps positive values');
  expect(explainInFull(relu!)).toContain('[0.1, 0.2, 0.3, 0.4]');
  expect(linear!.text).toContain('1 x 3');
  expect(explainInFull(linear!)).toContain('0.5·0.07 + 1.0·0.27 + (-1.5)·0.08 + (-0.085) = 0.1');
  expect(softmax!.choices[softmax!.answer]!.text).toContain('share of 1');
  expect(softmax!.about).toEqual({ node: 'softmax', index: [0, 0] });
});

const network = chain([1, 3], [['Linear', { out_features: 3 }], ['ReLU'], ['Softmax']]);
const base: AuthoredQuestion = {
  text: 'What does it do?',
  about: 'relu-2',
  numbers: 'any',
  choices: [
    { text: 'cuts off', claim: 'y == max(x, 0)' },
    { text: 'turns round', claim: 'y == abs(x)', mistake: 'No.' },
    { text: 'lets pass', claim: 'y == x', mistake: 'No.' },
  ],
  explanation: 'So it is.',
};

async function askOf(document: Document, changes: Partial<AuthoredQuestion> = {}): Promise<string> {
  const context = whole(await createContext(document, runModel));
  const asked = await askAuthored(context, { ...base, ...changes }, runModel);
  return isProblem(asked) ? describeProblem(asked) : (asked.choices[asked.answer]?.text ?? '');
}

describe('an authored question', () => {
  const claims = (...texts: string[]) => ({ choices: texts.map((claim) => ({ text: claim, claim })) });

  test('is answered by the layer as it is, not by its name', async () => {
    expect(await askOf(network)).toBe('cuts off');
    const swapped = chain([1, 3], [['Linear', { out_features: 3 }], ['Dropout']]);
    expect(await askOf(swapped, { about: 'dropout-2' })).toBe('lets pass');
  });

  test('that has no right answer, or several, is refused', async () => {
    expect(await askOf(network, claims('y == 7', 'y == x', 'y == 8'))).toContain('no claim holds');
    expect(await askOf(network, claims('y >= 0', 'y == max(x, 0)', 'y == x'))).toContain(
      'the claims of 2 choices hold',
    );
  });

  test('about what is not there is refused', async () => {
    expect(await askOf(network, { about: 'relu-9' })).toContain('no layer called relu-9');
    expect(await askOf(network, claims('y == z', 'y == x', 'y == 1'))).toContain('nothing is called "z"');
    expect(await askOf(network, { explanation: '{{loss 3}}' })).toContain('"loss 3" is not known here');
  });

  test('can be about the numbers of this run', async () => {
    const of = { about: 'softmax-3', numbers: 'run' as const };
    const right = await askOf(network, {
      ...of,
      ...claims('argmax(y) == 0', 'argmax(y) == 1', 'argmax(y) == 2'),
    });
    const context = whole(await createContext(network, runModel));
    const values = [...context.output('softmax-3')!.values].map(Number);
    expect(right).toBe(`argmax(y) == ${values.indexOf(Math.max(...values))}`);
  });

  test('can be about the whole network', async () => {
    const { about: _, ...ofNetwork } = base;
    const choices = [
      { text: 'twelve', claim: "parameters() == 12 && parameters('linear-1') == 12" },
      { text: 'nine', claim: "parameters('linear-1') == 9" },
      { text: 'none', claim: "output('softmax-3') == 0 || sum(y) == 2" },
    ];
    const context = whole(await createContext(network, runModel));
    const asked = await askAuthored(context, { ...ofNetwork, choices }, runModel);
    expect(asked).toMatchObject({ answer: 0 });
  });

  test.each([
    ['{', 'not JSON'],
    ['{"questions": [{"text": "x"}]}', 'choices'],
    [quizWith('y = x'), 'no claim'],
    [quizWith('y == system(x)'), '"system" is no function'],
    [quizWith('x.constructor == y'), 'a claim is made of'],
    [quizWith('y == x ** 2'), '"**" is no operator'],
    [quizWith('y == +x'), '"+" is no operator'],
  ])('%s is no quiz', (text, reason) => {
    const found = readQuestions(new Map([['quiz.json', strToU8(text)]]), 'mine.loom');
    const sentence = isProblem(found) && describeProblem(found);
    expect(sentence).toContain('mine.loom is damaged: quiz.json: ');
    expect(sentence).toContain(reason);
  });

  test('a lesson may bring none', () => {
    expect(readQuestions(new Map(), 'mine.loom')).toEqual([]);
  });
});

function quizWith(claim: string): string {
  const choices = [claim, 'y == 1', 'y == 2'].map((each) => ({ text: each, claim: each }));
  return JSON.stringify({ questions: [{ text: 'x', choices, explanation: 'y' }] });
}

test.each([
  ['y == x + 1', true],
  ['y - 1 == x', true],
  ['y == x', false],
  ['y > x && x < y', true],
  ['y >= x && !(x >= y)', true],
  ['y == 2 || y == x * 1 + 1', true],
  ['sum(x) == 6 && mean(x) == 2 && count(x) == 3', true],
  ['max(x) == 3 && min(x) == 1 && argmax(x) == 2', true],
  ['max(x, 2) == min(max(x, 2), 9)', true],
  ['max(x, 2, 3) == 3', true],
  ['times(weight, x) == 14', true],
  ['times(x, weight) == 14', false],
  ['y == x + bias', false],
  ['-x == 0 - x', true],
  ['abs(-x) == exp(log(x)) && sqrt(x * x) == x', true],
  ['tanh(x) < 1', true],
  ["output('b') == 5 && parameters() == 8 && parameters('b') == 3", true],
  ["output('c') == 5", false],
  ['x', false],
])('%s: %s', (text, expected) => {
  const row = (...values: number[]) => ({ shape: [values.length], values });
  const scope: Scope = {
    names: new Map([
      ['x', row(1, 2, 3)],
      ['y', row(2, 3, 4)],
      ['weight', { shape: [1, 3], values: [1, 2, 3] }],
      ['bias', undefined],
    ]),
    output: (stage) => (stage === 'b' ? row(5) : undefined),
    parameters: (stage) => (stage === undefined ? 8 : 3),
  };
  const claim = parseClaim(text);
  expect(typeof claim === 'string' ? claim : holds(claim, scope)).toBe(expected);
});
