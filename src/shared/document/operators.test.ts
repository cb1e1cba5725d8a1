/** Operators with several outputs: what is asked of a node over a wire is asked of the wire's own port. */
import { describe, expect, test } from 'vitest';
import { equationsOf } from '../equations/equations';
import { explainNumber } from '../explain/explain';
import { explainGradient } from '../explain/backward';
import { describeProblem, isProblem } from '../messages/problem';
import { summarise } from '../summary/summary';
import { floatTensor } from '../tensor/tensor';
import { torchLines } from '../torch/network';
import { findNetwork } from '../training/network';
import { portsOf } from './groups';
import { answeredIn, answerOf, inferShapes } from './infer';
import { rowsOf } from './rows';
import { topScores } from './testing-operators';
import { initialTraining } from './training-settings';

const inference = inferShapes(topScores);
const [, values, indices] = topScores.edges;

test('it is complete', () => {
  expect(inference.problems).toEqual([]);
});

test('what a wire brings is the answer of its port', () => {
  expect(answerOf(inference, values)).toMatchObject({ port: 'Values', dtype: 'float32' });
  expect(answerOf(inference, indices)).toMatchObject({ port: 'Indices', dtype: 'int64' });
  const names = inference.nodes.get('top')!.emission!.outputs.map(({ name }) => name);
  const answer = answeredIn(inference, new Map(names.map((name, at) => [name, at])));
  expect([answer('top'), answer('top', 'Values'), answer('top', 'Indices')]).toEqual([0, 0, 1]);
  expect([answer('top', 'none'), answer('none'), answer(undefined)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('a block has a port for each answer that is read outside of it', () => {
  const portsOn = (...nodes: string[]) =>
    portsOf(topScores, { nodes }).outputs.map(({ node, port }) => `${node} ${port}`);
  expect(portsOn('scores', 'top')).toEqual(['top Values', 'top Indices']);
  expect(portsOn('top', 'relu')).toEqual(['top Indices', 'relu y']);
});

test('all that it answers is counted', () => {
  const top = summarise(inference).rows.find(({ node }) => node === 'top');
  expect(top).toMatchObject({ kind: 'TopK', costs: { activations: 12, activationBytes: 6 * 4 + 6 * 8 } });
});

describe('what is not known of it is not made up', () => {
  const top = inference.nodes.get('top')!;
  const scores = floatTensor([2, 5], new Float32Array(10));
  const tensors = { input: () => scores, parameter: () => undefined, given: undefined };

  test('no sum, and no gradient', () => {
    expect(explainNumber(top, [0, 0], tensors)).toBeUndefined();
    const of = { kind: 'input', name: 'X', index: [0, 0] } as const;
    const gradient = floatTensor([2, 3], [1, 1, 1, 1, 1, 1]);
    expect(explainGradient(top, of, { ...tensors, gradient: () => gradient })).toBe('too-long');
  });

  test('no line of Python', () => {
    const lines = torchLines(topScores, inference).filter(({ node }) => node === 'top');
    expect(lines.map(({ text }) => text.trim())).toEqual([
      expect.stringMatching(/^# .* = TopK\(.*\), which PyTorch has no words for here$/),
    ]);
  });

  test('no training through it', () => {
    const found = findNetwork(topScores, { ...initialTraining, scored: 'relu' }, 2, 'train');
    expect(isProblem(found) && describeProblem(found)).toMatch(/^No gradient is known here of top \(TopK\)/);
  });
});

test('equations tell its answers apart', () => {
  const tex = new Map(equationsOf(inference).map((equation) => [equation.node, equation.tex]));
  expect(tex.get('top')).toBe('h_{1}, h_{1}^{\\text{Indices}} = \\operatorname{TopK}(x)');
  expect(tex.get('relu')).toContain('h_{1})');
  expect(tex.get('places')).toContain('h_{1}^{\\text{Indices}}');
});

describe('rows at once', () => {
  const withInput = (shape: readonly number[]) => ({
    ...topScores,
    nodes: [
      ...topScores.nodes,
      { id: 'by', kind: 'Input', name: 'by', attributes: { shape }, position: { x: 0, y: 0 } },
    ],
  });

  test('are those its inputs agree on; a number on its own has none', () => {
    expect(rowsOf(inference)).toBe(2);
    expect(rowsOf(inferShapes(withInput([])))).toBe(2);
    expect(rowsOf(inferShapes(withInput([3])))).toBeUndefined();
  });

  test('are not fed to an input of another type', () => {
    const nodes = [
      { id: 'in', kind: 'Input', name: 'in', attributes: { shape: [2, 3], dtype: 'int64' } },
      { id: 'table', kind: 'Embedding', name: 'table', attributes: { num_embeddings: 4, embedding_dim: 2 } },
    ].map((node) => ({ ...node, position: { x: 0, y: 0 } }));
    const edges = [{ id: 'w', from: { node: 'in', port: 'y' }, to: { node: 'table', port: 'x' } }];
    const found = findNetwork({ ...topScores, nodes, edges, constants: {} }, initialTraining, 2, 'train');
    expect(isProblem(found) && [found.code, found.repairs[0]]).toEqual([
      'rows-need-float',
      { kind: 'set-attribute', attribute: 'dtype', value: 'float32' },
    ]);
  });
});
