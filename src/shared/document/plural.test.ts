/** Files from before layers had several outputs open, and mean what they meant. */
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { compileForward, feedsOf } from '../compile/compile';
import { describeProblem, isProblem } from '../messages/problem';
import type { Attributes } from '../layers/attributes';
import { decodeDocument, encodeDocument } from './file-format';
import { readBlocks } from './blocks';
import type { Document } from './document';
import { initialTraining } from './training-settings';
import { inferShapes, type Inference } from './infer';

interface Old {
  readonly kind: string;
  readonly attributes?: Attributes | Readonly<Record<string, unknown>>;
  /** Ids of the nodes it reads. */
  readonly from?: readonly string[];
  readonly more?: object;
}

const inputPorts: Readonly<Record<string, readonly string[]>> = {
  Add: ['a', 'b'],
  LSTM: ['x', 'h_0', 'c_0'],
};

function oldFile(parts: Readonly<Record<string, Old>>, more: object = {}) {
  return {
    ...{ format: 2, title: 'Old', seed: 3, groups: [] },
    nodes: Object.entries(parts).map(([id, { kind, attributes = {}, more: own = {} }], at) => ({
      ...{ id, kind, name: id, attributes, position: { x: at * 200, y: 0 } },
      ...own,
    })),
    edges: Object.entries(parts).flatMap(([id, { kind, from = [] }]) =>
      from.map((source, at) => ({
        from: { node: source, port: 'y' },
        to: { node: id, port: inputPorts[kind]?.[at] ?? 'x' },
      })),
    ),
    ...more,
  };
}

function opened(file: object): Document {
  const document = decodeDocument(
    new Map([['document.json', Buffer.from(JSON.stringify(file))]]),
    'old.loom',
  );
  if (isProblem(document)) throw new Error(describeProblem(document));
  return document;
}

const inputsOf = (document: Document, inference: Inference) =>
  new Map([...feedsOf(document, inference)].filter(([name]) => name === 'given'));

const wires = ({ edges }: Document) => edges.map(({ id }) => id);
const input = (...shape: readonly number[]): Old => ({ kind: 'Input', attributes: { shape } });

describe('a file of format 2', () => {
  test('may say anything of a part: what was not there is no wire', () => {
    for (const index of [2, 5e9, 1e300, -1, 0.5]) {
      const document = opened(
        oldFile({
          given: input(2, 4),
          part: { kind: 'Chunk', attributes: { chunks: 2, dim: 1, index }, from: ['given'] },
          after: { kind: 'ReLU', from: ['part'] },
        }),
      );
      expect(wires(document)).toEqual(['given.y-part.x']);
    }
  });

  test('has the part that was kept at the port of that part', async () => {
    const document = opened(
      oldFile({
        given: input(2, 6),
        first: { kind: 'Chunk', attributes: { chunks: 3, dim: 1, index: 0 }, from: ['given'] },
        last: { kind: 'Chunk', attributes: { chunks: 3, dim: 1, index: 2 }, from: ['given'] },
        sum: { kind: 'Add', from: ['first', 'last'] },
      }),
    );
    expect(document.nodes.map(({ attributes }) => attributes).slice(1, 3)).toEqual([
      { chunks: 3, dim: 1 },
      { chunks: 3, dim: 1 },
    ]);
    expect(wires(document)).toEqual(['given.y-first.x', 'given.y-last.x', 'first.y1-sum.a', 'last.y3-sum.b']);
    const given = (row: number, at: number) => row * 6 + at;
    const inference = inferShapes(document);
    const values = Float32Array.from({ length: 12 }, (_, at) => at);
    const feeds = new Map([['given', { dtype: 'float32' as const, shape: [2, 6], values }]]);
    const [answer] = (await runModel(compileForward(document, inference), feeds)).values();
    expect([...(answer!.values as Float32Array)]).toEqual(
      [0, 1].flatMap((row) => [0, 1].map((at) => given(row, at) + given(row, at + 4))),
    );
  });

  test('has a part of one size among others as the stretch it was', () => {
    const document = opened(
      oldFile({
        given: input(2, 7),
        part: { kind: 'Split', attributes: { split_size: 3, dim: -1, index: 2 }, from: ['given'] },
        end: { kind: 'ReLU', from: ['part'] },
      }),
    );
    expect(document.nodes[1]).toMatchObject({
      ...{ kind: 'Slice', name: 'part' },
      attributes: { dim: -1, start: 6, end: 9, step: 1 },
    });
    expect(inferShapes(document).nodes.get('end')!.emission!.output.shape).toEqual([2, 1]);
  });

  test('has each result that was chosen at its own port', () => {
    const lstm = (result: string) => ({ hidden_size: 3, result });
    const document = opened(
      oldFile({
        given: input(2, 4, 3),
        states: { kind: 'LSTM', attributes: lstm('h_n'), from: ['given'] },
        cells: { kind: 'LSTM', attributes: lstm('c_n'), from: ['given'] },
        steps: {
          kind: 'LSTM',
          attributes: { ...lstm('output'), initial_state: true },
          from: ['given', 'states', 'cells'],
        },
        unsaid: { kind: 'GRU', attributes: { hidden_size: 3 }, from: ['steps'] },
        last: { kind: 'RNN', attributes: { hidden_size: 2, result: 'last' }, from: ['unsaid'] },
        head: { kind: 'Linear', attributes: { out_features: 2 }, from: ['last'] },
      }),
    );
    expect(wires(document).slice(3)).toEqual([
      ...['states.h_n-steps.h_0', 'cells.c_n-steps.c_0', 'steps.output-unsaid.x', 'unsaid.output-last.x'],
      'last.last-head.x',
    ]);
    const { problems, nodes } = inferShapes(document);
    expect(problems.map(describeProblem)).toEqual([]);
    expect(nodes.get('head')!.emission!.output.shape).toEqual([2, 2]);
    expect(opened(oldFile({ given: input(1, 2, 2) }))).toBeTruthy();
  });

  test('answers what it answered, and scores it, where nothing reads it', async () => {
    const document = opened(
      oldFile(
        {
          given: input(2, 4, 3),
          state: {
            ...{ kind: 'GRU', attributes: { hidden_size: 2, result: 'h_n' }, from: ['given'] },
            more: { values: { y: 'state of it' } },
          },
          other: { kind: 'Tanh', from: ['given'] },
        },
        { training: { ...initialTraining, scored: 'state' } },
      ),
    );
    const inference = inferShapes(document);
    const values = await runModel(compileForward(document, inference), inputsOf(document, inference));
    expect([...values].map(([name, { shape }]) => [name, shape])).toEqual([
      ['state of it', [1, 2, 2]],
      ['output_2', [2, 4, 3]],
    ]);
    expect(document.training?.scored).toBe('output-1');
    expect(wires(document).slice(2)).toEqual(['state.h_n-output-1.x', 'other.y-output-2.x']);
  });

  test('is passed over where it was, and drops the wire of a part that was not there', () => {
    const document = opened(
      oldFile({
        given: input(2, 4),
        over: {
          ...{ kind: 'Chunk', attributes: { chunks: 2, dim: 1, index: 1 }, from: ['given'] },
          more: { isBypassed: true },
        },
        gone: { kind: 'Chunk', attributes: { chunks: 2, dim: 1, index: 5 }, from: ['over'] },
        end: { kind: 'ReLU', from: ['gone'] },
      }),
    );
    expect(wires(document)).toEqual(['given.y-over.x', 'over.y1-gone.x']);
    expect(inferShapes(document).nodes.get('gone')!.emission!.outputs.length).toBe(2);
  });

  test('is written in the new form, and opens the same', () => {
    const document = opened(
      oldFile({
        given: input(2, 4, 3),
        state: { kind: 'GRU', attributes: { hidden_size: 2, result: 'last' }, from: ['given'] },
      }),
    );
    expect(decodeDocument(encodeDocument(document), 'new.loom')).toEqual(document);
  });
});

test('a block that was kept before is wired as it was', () => {
  const { nodes, edges } = oldFile({
    state: { kind: 'GRU', attributes: { hidden_size: 2, result: 'last' } },
    head: { kind: 'Linear', attributes: { out_features: 2 }, from: ['state'] },
    part: { kind: 'Chunk', attributes: { chunks: 2, dim: 1, index: 1 }, from: ['head'] },
  });
  const [block] = readBlocks(JSON.stringify([{ name: 'Kept', nodes, edges }]))!;
  expect(block!.content.edges.map(({ id }) => id)).toEqual(['state.last-head.x', 'head.y-part.x']);
  expect(block!.content.nodes.map(({ attributes }) => attributes)).toEqual([
    { hidden_size: 2 },
    { out_features: 2 },
    { chunks: 2, dim: 1 },
  ]);
});
