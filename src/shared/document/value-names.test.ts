/** What a model calls its values is chosen by the person, told apart, and what is exported is called so. */
import { describe, expect, test } from 'vitest';
import { forwardGraph } from '../compile/compile';
import { describeProblem } from '../messages/problem';
import { emptyDocument, type Document, type End } from './document';
import { applyEdit, type Edit } from './edits';
import { inferShapes } from './infer';
import { topScores } from './testing-operators';
import { modelValues, renameFault } from './value-names';

const place = { x: 0, y: 0 };
const edits: readonly Edit[] = [
  { kind: 'add-node', layer: 'Input', position: place, id: 'input' },
  { kind: 'add-node', layer: 'Linear', position: place, id: 'linear' },
  { kind: 'add-node', layer: 'LayerNorm', position: place, id: 'norm' },
  { kind: 'connect', from: { node: 'input', port: 'y' }, to: { node: 'linear', port: 'x' } },
  { kind: 'connect', from: { node: 'linear', port: 'y' }, to: { node: 'norm', port: 'x' } },
];
const drawn = edits.reduce(applyEdit, emptyDocument);
const at = (node: string, port = 'y'): End => ({ node, port });
const called = (document: Document, end: End, name: string) =>
  applyEdit(document, { kind: 'rename-value', end, name });
const namesOf = (document: Document) => {
  const { inputs, outputs } = forwardGraph(document, inferShapes(document));
  return [inputs.map(({ name }) => name), outputs.map(({ name }) => name)];
};

test('a network drawn by hand is exported with the names it was given', () => {
  const renamed = called(called(drawn, at('input'), ' pixels '), at('norm'), 'scores');
  expect(namesOf(renamed)).toEqual([['pixels'], ['scores']]);
});

test('those of an opened model are kept in step with what it says of itself', () => {
  const [input, ...rest] = topScores.nodes;
  const opened: Document = {
    ...topScores,
    nodes: [
      { ...input!, values: { y: 'x' } },
      ...rest.map((node) => (node.id === 'relu' ? { ...node, values: { y: 'best' } } : node)),
    ],
    origin: {
      operators: { set: 17, domains: {}, functions: [] },
      inputs: [{ name: 'x', shape: [2, 5] }],
      outputs: ['places', 'best'],
    },
  };
  const renamed = called(called(opened, at('scores'), 'logits'), at('relu'), 'winner');
  expect(renamed.origin).toMatchObject({
    inputs: [{ name: 'logits', shape: [2, 5] }],
    outputs: ['places', 'winner'],
  });
  expect(namesOf(renamed)).toEqual([['logits'], ['places', 'winner']]);
});

test('what enters and leaves has a name, what is between has none', () => {
  const values = (node: string) => modelValues(inferShapes(drawn), node).map(({ name }) => name);
  expect(['input', 'linear', 'norm'].map(values)).toEqual([['input_1'], [], ['layernorm_1']]);
});

describe('refused, with a sentence, is', () => {
  test.each([
    ['no name', '', 'needs a name'],
    ['one that is a word of JavaScript', '__proto__', 'No value of a model'],
    ['one with a zero in it', 'a\0b', 'No value of a model'],
    ['one that is too long', 'x'.repeat(20_001), 'up to 20000 letters'],
    ['one of a value between', 'linear_1', 'calls another value linear_1 already'],
    ['one of a weight', 'linear_1.weight', 'calls another value linear_1.weight already'],
    ['one of an input', 'input_1', 'calls another value input_1 already'],
  ])('%s', (_, name, said) => {
    const found = renameFault(drawn, at('norm'), name);
    expect(found && describeProblem(found)).toContain(said);
    expect(called(drawn, at('norm'), name)).toBe(drawn);
  });
});

test('a layer that is taken apart answers by the name it had', () => {
  const attention: readonly Edit[] = [
    { kind: 'add-node', layer: 'Input', position: place, id: 'input' },
    { kind: 'set-attribute', node: 'input', name: 'shape', value: [1, 3, 4] },
    { kind: 'add-node', layer: 'TransformerEncoderLayer', position: place, id: 'encoder' },
    { kind: 'set-attribute', node: 'encoder', name: 'nhead', value: 2 },
    { kind: 'connect', from: { node: 'input', port: 'y' }, to: { node: 'encoder', port: 'src' } },
    { kind: 'rename-value', end: at('encoder'), name: 'encoded' },
    { kind: 'expand', node: 'encoder' },
  ];
  const expanded = attention.reduce(applyEdit, emptyDocument);
  expect(expanded.nodes.length).toBeGreaterThan(3);
  expect(namesOf(expanded)[1]).toEqual(['encoded']);
});
