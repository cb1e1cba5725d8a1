/** Problems: every sentence is whole where it is made, in every file of the app. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { describeProblem, isProblem, problem, type ProblemCode } from './problem';
import { problemMessages } from './problems';
import { describeRepair } from './repairs';

const codes = Object.keys(problemMessages) as ProblemCode[];
const bracesOf = (code: ProblemCode) =>
  [...problemMessages[code].matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);

test.each(codes)('%s is a sentence a learner can read', (code) => {
  const message: string = problemMessages[code];
  expect(message).toMatch(/^["A-Z{]/);
  expect(message).toMatch(/[.?]$/);
  expect(message).not.toMatch(/ {2}|\n|!|\bError\b|undefined/);
});

describe('describeProblem', () => {
  test('fills braces with values as they are, and only those of the message', () => {
    const found = problem('wire-makes-cycle', { from: '$& {to} $1', to: '{from}' });
    expect(describeProblem(found)).toContain('A wire from $& {to} $1 to {from} would make a loop.');
  });

  test('fills in 0 and the empty text', () => {
    expect(
      describeProblem(problem('attribute-out-of-range', { attribute: '', min: 0, max: 1, text: 2 })),
    ).toBe(' must be from 0 to 1; 2 is not.');
  });

  test('leaves a brace nobody filled, so that tests can find it', () => {
    expect(describeProblem(problem('run-failed'))).toContain('{reason}');
  });
});

test('a switch that is repaired reads as it does in its field', () => {
  const repair = { kind: 'set-attribute', attribute: 'is_causal', value: false } as const;
  expect(describeRepair(repair)).toBe('Set is_causal to False');
});

test('a problem is known as one, and nothing else is', () => {
  expect(isProblem(problem('no-layers'))).toBe(true);
  for (const other of [null, undefined, 'no-layers', {}, [], { code: 'no-layers' }, new Error('x')]) {
    expect(isProblem(other)).toBe(false);
  }
});

interface Call {
  readonly place: string;
  readonly code: string;
  /** Undefined where the values are worked out elsewhere. */
  readonly given: readonly string[] | undefined;
}

const source = join(import.meta.dirname, '../..');
const calls = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .flatMap((file) => callsIn(file, readFileSync(join(source, file), 'utf8')));

test('every problem in the code gives its sentence all it needs', () => {
  expect(calls.length).toBeGreaterThan(40);
  const incomplete = calls.flatMap(({ place, code, given }) => {
    const needed = code in problemMessages ? bracesOf(code as ProblemCode) : ['a message'];
    // The document knows the node's name.
    const missing = given ? needed.filter((name) => name !== 'name' && !given.includes(name)) : [];
    return missing.map((name) => `${place}: ${code} lacks {${name}}`);
  });
  expect(incomplete).toEqual([]);
});

/** Calls of `problem` with a code written out. */
function callsIn(file: string, text: string): Call[] {
  if (!text.includes('problem(')) return [];
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  const found: Call[] = [];
  const visit = (node: ts.Node): void => {
    ts.forEachChild(node, visit);
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'problem')
      return;
    const [code, values] = node.arguments;
    if (!code || !ts.isStringLiteral(code)) return;
    const { line } = tree.getLineAndCharacterOfPosition(node.getStart(tree));
    found.push({ place: `${file}:${line + 1}`, code: code.text, given: namesIn(values) });
  };
  visit(tree);
  return found;
}

function namesIn(values: ts.Expression | undefined): string[] | undefined {
  if (!values) return [];
  if (!ts.isObjectLiteralExpression(values)) return undefined;
  const names = values.properties.map(({ name }) => (name && ts.isIdentifier(name) ? name.text : undefined));
  return names.includes(undefined) ? undefined : (names as string[]);
}
