/** Sequences and tables as PyTorch exports them, and in ONNX's own operators; scripts/reference/sequences.py records the former. */
import { unzlibSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { recordRun, runModel } from '#engine/testing';
import { compileAnswers, compileForward, feedsOf } from '../compile/compile';
import { lookAtOtherSizes } from '../compile/record';
import type { Document } from '../document/document';
import { completeNodes } from '../document/complete';
import { inferShapes } from '../document/infer';
import type { Attributes } from '../layers/attributes';
import { describeProblem, isProblem, type Problem } from '../messages/problem';
import { encodeModel } from '../onnx/encode';
import type { OpAttributes } from '../onnx/graph';
import { contentsOf, readModel } from '../onnx/model-file';
import { wholeNumbers } from '../ops/plain/define';
import { recurrences, type RecurrentType } from '../ops/recurrence';
import { createRandom } from '../tensor/random';
import { sizeOf, type Shape } from '../tensor/shape';
import { floatTensor, type Tensor } from '../tensor/tensor';
import { openAsDocument } from './open';
import { recogniseModel } from './recognise';
import recorded from './reference/sequences.json' with { type: 'json' };

interface Recorded {
  readonly shape: Shape;
  readonly values: readonly number[];
}
interface Case {
  readonly name: string;
  readonly kinds: readonly string[];
  readonly attributes?: Attributes;
  /** Which of its answers the network's is. */
  readonly port?: string;
  readonly parameters?: Readonly<Record<string, Recorded>>;
  readonly inputs: Readonly<Record<string, Recorded>>;
  readonly output: Recorded;
  readonly model: string;
}
const cases = recorded as unknown as readonly Case[];

describe.each(cases.map((each) => [each.name, each] as const))('%s', (_, each) => {
  const bytes = unzlibSync(Uint8Array.from(Buffer.from(each.model, 'base64')));
  const model = () => whole(readModel(bytes, 'model.onnx'));
  const opened = () => whole(recogniseModel(model(), 'model.onnx'));

  test('is opened as the layers it was made of', () => {
    const document = opened();
    expect(document.nodes.map(({ kind }) => kind).sort()).toEqual([...each.kinds].sort());
    if (!each.attributes) return;
    const node = document.nodes.find(({ id }) => document.parameters[id])!;
    expect(node.attributes).toMatchObject(each.attributes);
    const read = document.edges.filter(({ from }) => from.node === node.id).map(({ from }) => from.port);
    expect(read).toEqual(each.port === 'output' ? [] : [each.port]);
    const kept = Object.entries(document.parameters[node.id]!).map(([name, { shape, values }]) => [
      name,
      { shape, values: [...values].map((value) => Number(value.toPrecision(9))) },
    ]);
    expect(Object.fromEntries(kept)).toEqual(each.parameters);
  });

  test('answers what PyTorch answered', async () => {
    const shaped = withShapes(opened(), each.inputs);
    const feeds = (name: string): Tensor => {
      const { shape, values } = each.inputs[name]!;
      return each.kinds.includes('Embedding') ? wholeNumbers(shape, values) : floatTensor(shape, values);
    };
    const answer = await answerOf(shaped, feeds);
    expect(answer.shape).toEqual(each.output.shape);
    expectClose(answer, each.output.values);
  });
});

const types = ['LSTM', 'GRU', 'RNN'] as const;
/** Functions that one direction is told. */
const functions = { LSTM: 3, GRU: 2, RNN: 1 } as const;
const [steps, batch, features, hidden] = [3, 2, 4, 2];

describe.each(types)('%s of ONNX', (type) => {
  const { gates, states } = recurrences[type];
  const rows = gates.length * hidden;
  const reset: OpAttributes = type === 'GRU' ? { linear_before_reset: { int: 1 } } : {};

  test.each(
    [1, 2].flatMap((sides) =>
      [true, false].flatMap((bias) =>
        [true, false].flatMap((starts) =>
          [0, ...Array.from({ length: states }, (_, at) => at + 1)].map((place) => ({
            sides,
            bias,
            starts,
            place,
          })),
        ),
      ),
    ),
  )('answers what the runtime answers: %o', async ({ sides, bias, starts, place }) => {
    const given = modelOf(type, { sides, bias, starts, place, attributes: reset });
    const document = whole(recogniseModel(whole(readModel(given, 'm.onnx')), 'm.onnx'));
    expect(document.nodes.map(({ kind }) => kind)).toContain(type);
    const feeds = new Map(
      inputsOf(type, { sides, starts }).map(({ name, shape }) => [name, drawn(name, shape)] as const),
    );
    const [expected] = [...(await runModel(given, feeds)).values()];
    const answer = await answerOf(document, (name) => feeds.get(name)!);
    expect(answer.shape).toEqual(expected!.shape);
    expectClose(answer, expected!.values as Float32Array);
  });

  test.each<[string, Partial<Use>]>([
    ['another direction', { direction: 'reverse' }],
    ['numbers kept within bounds', { attributes: { ...reset, clip: { float: 1 } } }],
    [
      'other functions',
      {
        attributes: {
          ...reset,
          activations: { texts: ['Softsign', 'Tanh', 'Softsign'].slice(0, functions[type]) },
        },
      },
    ],
    ['a function told a number', { attributes: { ...reset, activation_alpha: { floats: [2] } } }],
    ['lengths', { lengths: true }],
    ...(type === 'LSTM'
      ? [
          ['peepholes', { peepholes: true }] as [string, Partial<Use>],
          ['one gate for two', { attributes: { input_forget: { int: 1 } } }] as [string, Partial<Use>],
        ]
      : []),
    ...(type === 'GRU' ? [['a reset before the product', { attributes: {} }] as [string, Partial<Use>]] : []),
  ])('stays the operator it is where it means something else: %s', async (_, use) => {
    const given = modelOf(type, { attributes: reset, ...use });
    const document = await openedAsOperator(given);
    expect(document.nodes.map(({ kind }) => kind)).toContain(`onnx.${type}`);
  });

  test.each([1, 2])('is saved for any batch and any number of steps, in %i directions', async (sides) => {
    const given = modelOf(type, { sides, bias: true, attributes: reset, isOpen: true });
    const opened = await openAsDocument(whole(readModel(given, 'm.onnx')), 'm.onnx', recordRun);
    const { document, notes } = whole(opened);
    expect(notes).toEqual([]);
    expect(document.nodes.map(({ kind }) => kind)).toContain(type);
    const looks = await lookAtOtherSizes(document, recordRun);
    const saved = compileForward(document, inferShapes(document), looks);
    expect(contentsOf(whole(readModel(saved, 'm.onnx'))).inputs[0]?.shape).toEqual([
      'steps',
      'batch',
      features,
    ]);
    const feeds = new Map([['x', drawn('x', [7, 5, features])]]);
    const [expected] = [...(await runModel(given, feeds)).values()];
    const [answer] = [...(await runModel(saved, feeds)).values()];
    expect(answer!.shape).toEqual(expected!.shape);
    expectClose(answer!, expected!.values as Float32Array);
    const again = whole(recogniseModel(whole(readModel(saved, 'm.onnx')), 'm.onnx'));
    expect(again.nodes.map(({ kind }) => kind).sort()).toEqual(document.nodes.map(({ kind }) => kind).sort());
  });

  test('weights that two of them read stay shared', async () => {
    const given = modelOf(type, { attributes: reset, place: 1, isTwice: true });
    const document = await openedAsOperator(given);
    const shared = document.nodes.filter(({ kind }) => kind === 'Parameter');
    expect(shared.map(({ id }) => document.edges.filter(({ from }) => from.node === id).length)).toEqual([
      2, 2,
    ]);
  });

  /** It answers what the model does. */
  async function openedAsOperator(given: Uint8Array): Promise<Document> {
    const model = whole(readModel(given, 'm.onnx'));
    const { document, notes } = whole(await openAsDocument(model, 'm.onnx', recordRun));
    expect(notes.map(({ code }) => code)).not.toContain('model-not-run');
    const feeds = new Map(
      (model.graph?.input ?? []).map(({ name }) => [
        name,
        name === 'lengths'
          ? { dtype: 'int32' as const, shape: [batch], values: Int32Array.of(3, 2) }
          : drawn(name, [steps, batch, features]),
      ]),
    );
    const [expected] = [...(await runModel(given, feeds)).values()];
    const answer = await answerOf(document, (name) => feeds.get(name)!);
    expectClose(answer, expected!.values as Float32Array);
    return document;
  }

  interface Use {
    readonly sides: number;
    readonly bias: boolean;
    readonly starts: boolean;
    readonly place: number;
    readonly attributes: OpAttributes;
    readonly direction: string;
    readonly lengths: boolean;
    readonly peepholes: boolean;
    /** Another one reads the same numbers with the same weights. */
    readonly isTwice: boolean;
    readonly isOpen: boolean;
  }

  function inputsOf(of: RecurrentType, { sides = 1, starts = false }: Partial<Use>) {
    const state = [sides, batch, hidden];
    const names = starts ? ['h', 'c'].slice(0, recurrences[of].states) : [];
    return [
      { name: 'x', shape: [steps, batch, features] },
      ...names.map((name) => ({ name, shape: state })),
    ].map((info) => ({ ...info, dtype: 'float32' as const }));
  }

  function modelOf(of: RecurrentType, use: Partial<Use>): Uint8Array {
    const { sides = 1, bias = false, place = 0, attributes = {}, isTwice = false } = use;
    const inputs = inputsOf(of, use).map((info) => ({
      ...info,
      shape: use.isOpen ? ['steps', 'batch', features] : info.shape,
    }));
    const starts = inputs.slice(1).map(({ name }) => name);
    const weights: [string, Tensor][] = [
      ['w', drawn('w', [sides, rows, features])],
      ['r', drawn('r', [sides, rows, hidden])],
      ['b', drawn('b', [sides, 2 * rows])],
      ...(use.peepholes ? [['p', drawn('p', [sides, 3 * hidden])] as [string, Tensor]] : []),
    ];
    const outputs = ['y', 'h_n', 'c_n'].slice(0, 1 + states).map((name, at) => (at === place ? name : ''));
    const direction = use.direction ?? (sides === 2 ? 'bidirectional' : 'forward');
    const peepholes = use.peepholes ? ['', '', 'p'] : [];
    const reads = [
      ...['x', 'w', 'r', bias ? 'b' : '', use.lengths ? 'lengths' : ''],
      ...(starts.length > 0 ? starts : peepholes),
    ];
    const node = {
      ...{ name: 'n', type: of, inputs: reads, outputs },
      attributes: { hidden_size: { int: hidden }, direction: { text: direction }, ...attributes },
    };
    // All steps come with an axis for the directions, which every exporter takes out.
    const turn = {
      name: 's',
      type: 'Transpose',
      inputs: ['y'],
      outputs: ['t'],
      attributes: { perm: { ints: [0, 2, 1, 3] } },
    };
    const laidOut = use.isOpen ? [0, -1] : [steps, batch];
    const sizes = { name: 't', type: 'Reshape', inputs: ['t', 'sizes'], outputs: ['answer'], attributes: {} };
    const sideBySide = sides === 2 ? [turn, sizes] : [{ ...sizes, inputs: ['y', 'sizes'] }];
    const again = { ...node, name: 'm', outputs: outputs.map((name) => name && 'again') };
    const answers = place === 0 ? ['answer'] : [outputs[place]!, ...(isTwice ? ['again'] : [])];
    return encodeModel({
      name: of,
      inputs: [
        ...inputs,
        ...(use.lengths ? [{ name: 'lengths', dtype: 'int32' as const, shape: [batch] }] : []),
      ],
      outputs: answers.map((name) => ({
        ...{ name, dtype: 'float32' as const },
        shape: use.isOpen
          ? ['steps', 'batch', sides * hidden]
          : place === 0
            ? [steps, batch, sides * hidden]
            : [sides, batch, hidden],
      })),
      initializers: new Map([...weights, ['sizes', wholeNumbers([3], [...laidOut, sides * hidden])]]),
      nodes: [node, ...(place === 0 ? sideBySide : []), ...(isTwice ? [again] : [])],
    });
  }
});

function drawn(name: string, shape: Shape): Tensor<'float32'> {
  const random = createRandom(3, name);
  return floatTensor(
    shape,
    Array.from({ length: sizeOf(shape) }, () => random.normal()),
  );
}

function whole<T extends object>(found: T | Problem): T {
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found;
}

/** The same network for the rows it was asked with. */
function withShapes(document: Document, inputs: Case['inputs']): Document {
  const nodes = document.nodes.map((node) =>
    node.kind === 'Input'
      ? { ...node, attributes: { ...node.attributes, shape: inputs[node.name]!.shape } }
      : node,
  );
  return { ...document, nodes };
}

async function answerOf(document: Document, given: (name: string) => Tensor): Promise<Tensor> {
  const inference = inferShapes(document);
  expect(inference.problems.map(describeProblem)).toEqual([]);
  const feeds = completeNodes(inference).flatMap(({ node, emission }) =>
    emission.graphInputs.map(({ name }) => [name, given(node.name)] as const),
  );
  const [answer] = [...(await runModel(compileForward(document, inference), new Map(feeds))).values()];
  // What is exported is what is traced, step by step.
  const traced = await runModel(
    compileAnswers(inference),
    new Map([...feedsOf(document, inference), ...feeds]),
  );
  expectClose(answer!, [...traced.values()][0]!.values as Float32Array);
  return answer!;
}

function expectClose(found: Tensor, expected: ArrayLike<number>): void {
  expect(found.values.length).toBe(expected.length);
  const worst = Array.from(found.values as Float32Array, (value, at) => Math.abs(value - expected[at]!));
  expect(Math.max(...worst)).toBeLessThan(1e-5);
}
