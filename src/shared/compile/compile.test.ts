/** Documents as models: the tutorial's numbers, branches, and the trace against the exported model. */
import { describe, expect, test } from 'vitest';
import { Engine } from '#engine/engine';
import { runModel } from '#engine/testing';
import type { TraceEvent } from '../contract/engine';
import { answersOf, completeNodes } from '../document/complete';
import { emptyDocument, type Document, type Node, type Tensors } from '../document/document';
import { inferShapes } from '../document/infer';
import { explainNumber } from '../explain/explain';
import type { Attributes } from '../layers/attributes';
import { isProblem } from '../messages/problem';
import { readModel } from '../onnx/model-file';
import { evaluate, formatExpression } from '../tensor/expression';
import { numbersOf, floatTensor, type Tensor } from '../tensor/tensor';
import { compileForward, compileTrace, feedsOf } from './compile';

const node = (id: string, kind: string, attributes: Attributes = {}, more: Partial<Node> = {}): Node => ({
  id,
  kind,
  name: id,
  attributes,
  ...more,
});
const linear = (id: string, out_features: number) =>
  node(id, 'Linear', { in_features: null, out_features, bias: true });

/** Wires as `from > to.port`; without a port they lead to `x`. */
function documentOf(
  nodes: readonly Node[],
  wires: readonly string[],
  more: Partial<Document> = {},
): Document {
  const edges = wires.map((wire) => {
    const [from = '', target = ''] = wire.split(' > ');
    const [to = '', port = 'x'] = target.split('.');
    return { id: wire, from: { node: from, port: 'y' }, to: { node: to, port } };
  });
  return { ...emptyDocument, nodes, edges, ...more };
}

/** The lesson's network, untrained: three features, a hidden layer of four, two classes. */
const first: Tensors = {
  weight: floatTensor([4, 3], [0.07, 0.27, 0.08, 0.07, -0.04, -0.32, -0.44, -0.94, -0.95, 0.56, -0.08, -0.2]),
  bias: floatTensor([4], [-0.085, -0.275, 0.035, -0.1]),
};
const second: Tensors = {
  weight: floatTensor([2, 4], [0.5, -2.38, -1.28, -1.39, -0.18, 2.17, -0.81, 0.63]),
  bias: floatTensor([2], [1.866, -0.525]),
};
const lesson = documentOf(
  [
    node('input', 'Input', { shape: [1, 3] }),
    linear('hidden', 4),
    node('relu', 'ReLU'),
    linear('logits', 2),
    node('softmax', 'Softmax', { dim: -1 }),
  ],
  ['input > hidden', 'hidden > relu', 'relu > logits', 'logits > softmax'],
  {
    title: 'Forward pass',
    parameters: { hidden: first, logits: second },
    inputs: { input: floatTensor([1, 3], [0.5, 1, -1.5]) },
  },
);

/** Every node's numbers, as the engine traces them. */
async function traced(document: Document): Promise<Map<string, number[]>> {
  const inference = inferShapes(document);
  const { model, ports } = compileTrace(inference);
  const feeds = [...feedsOf(document, inference)];
  const events: TraceEvent[] = [];
  await new Engine().trace(
    {
      kind: 'trace',
      provider: 'cpu',
      model,
      feeds: new Map(feeds.map(([name], at) => [name, at])),
      tensors: new Map(feeds.map(([, tensor], at) => [at, tensor])),
    },
    (event) => {
      events.push(event);
    },
    new AbortController().signal,
  );
  expect(events.at(-1)?.kind).toBe('done');
  const frames = events.flatMap((event) => (event.kind === 'frames' ? event.frames : []));
  expect(frames.map(({ value, shape }) => [value, shape])).toEqual(
    ports.map(({ value, shape }) => [value, shape]),
  );
  return new Map(ports.map(({ node: id }, at) => [id, [...numbersOf(frames[at]!.preview)]]));
}

/** What the exported model answers, given the document's inputs alone. */
async function exported(document: Document): Promise<ReadonlyMap<string, Tensor>> {
  const inference = inferShapes(document);
  const names = completeNodes(inference).flatMap(({ emission }) =>
    emission.graphInputs.map(({ name }) => name),
  );
  const feeds = new Map([...feedsOf(document, inference)].filter(([name]) => names.includes(name)));
  return runModel(compileForward(document, inference), feeds);
}

const rounded = (values: readonly number[] | undefined, decimals = 4) =>
  values?.map((value) => Number(value.toFixed(decimals)));

describe("the tutorial's network", () => {
  test('computes the numbers of the tutorial', async () => {
    const numbers = await traced(lesson);
    expect(numbers.get('input')).toEqual([0.5, 1, -1.5]);
    expect(rounded(numbers.get('hidden'))).toEqual([0.1, 0.2, 0.3, 0.4]);
    expect(rounded(numbers.get('relu'))).toEqual([0.1, 0.2, 0.3, 0.4]);
    expect(rounded(numbers.get('logits'))).toEqual([0.5, -0.1]);
    expect(rounded(numbers.get('softmax'))).toEqual([0.6457, 0.3543]);
  });

  test('explains them as a person would on paper', async () => {
    const inference = inferShapes(lesson);
    const numbers = await traced(lesson);
    const explain = (id: string, from: string, index: number[], parameters: Tensors = {}) => {
      const values = numbers.get(from)!;
      return explainNumber(inference.nodes.get(id)!, index, {
        input: () => floatTensor([1, values.length], values),
        parameter: (name) => parameters[name],
        given: undefined,
      })!;
    };
    const neuron = explain('hidden', 'input', [0, 0], first);
    expect(formatExpression(neuron)).toBe('0.5·0.07 + 1.0·0.27 + (-1.5)·0.08 + (-0.085)');
    expect(evaluate(neuron)).toBeCloseTo(0.1, 6);
    const share = explain('softmax', 'logits', [0, 1]);
    expect(formatExpression(share)).toBe('exp(-0.1) / (exp(0.5) + exp(-0.1))');
    expect(evaluate(share)).toBeCloseTo(numbers.get('softmax')![1]!, 6);
  });

  test('is exported with its parameters inside, one input and one output', async () => {
    const model = readModel(compileForward(lesson, inferShapes(lesson)), 'a.onnx');
    if (isProblem(model)) throw new Error('the exported model is not read');
    expect(model.graph?.name).toBe('Forward pass');
    expect(model.graph?.input.map(({ name }) => name)).toEqual(['input']);
    expect(model.graph?.output.map(({ name }) => name)).toEqual(['softmax']);
    expect(model.graph?.initializer.map(({ name }) => name).sort()).toEqual([
      ...['hidden.bias', 'hidden.weight', 'logits.bias', 'logits.weight'],
    ]);
    const numbers = await traced(lesson);
    expect([...(await exported(lesson)).get('softmax')!.values]).toEqual(numbers.get('softmax'));
  });
});

const branches = documentOf(
  [
    node('left', 'Input', { shape: [2, 3] }),
    node('right', 'Input', { shape: [1, 3] }),
    linear('wide', 3),
    node('sum', 'Add'),
    node('join', 'Concat', { tensors: 3, dim: -1 }),
    node('flat', 'Flatten', { start_dim: 0, end_dim: -1 }),
    node('bend', 'Tanh'),
  ],
  [
    ...['left > wide', 'wide > sum.a', 'right > sum.b', 'sum > bend'],
    ...['left > join.x1', 'sum > join.x2', 'bend > join.x3', 'join > flat'],
  ],
  {
    seed: 5,
    inputs: { left: floatTensor([2, 3], [1, 2, 3, 4, 5, 6]), right: floatTensor([1, 3], [10, 20, 30]) },
    parameters: {
      wide: {
        weight: floatTensor([3, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1]),
        bias: floatTensor([3], [0.5, 0.5, 0.5]),
      },
    },
  },
);

describe('branches', () => {
  test('meet again in Add and Concat', async () => {
    const numbers = await traced(branches);
    expect(numbers.get('sum')).toEqual([11.5, 22.5, 33.5, 14.5, 25.5, 36.5]);
    const [a, b] = [
      [1, 2, 3, 11.5, 22.5, 33.5, 1, 1, 1],
      [4, 5, 6, 14.5, 25.5, 36.5, 1, 1, 1],
    ];
    expect(numbers.get('join')).toEqual([...a, ...b]);
    expect(numbers.get('flat')).toEqual(numbers.get('join'));
  });

  test('that lead nowhere are answers of the exported model, marked outputs come before them', async () => {
    const loose = { ...branches, edges: branches.edges.filter(({ id }) => id !== 'bend > join.x3') };
    expect(answersOf(completeNodes(inferShapes(loose))).map(({ node: { id } }) => id)).toEqual(['bend']);
    const { seed, inputs, parameters } = branches;
    const wired = documentOf(
      [...branches.nodes, node('out', 'Output'), node('spare', 'ReLU')],
      [...branches.edges.map(({ id }) => id), 'bend > out', 'bend > spare'],
      { seed, inputs, parameters },
    );
    expect(answersOf(completeNodes(inferShapes(wired))).map(({ node: { id } }) => id)).toEqual(['out']);
    const answers = await exported(wired);
    expect([...answers.keys()]).toEqual(['out']);
    expect([...answers.get('out')!.values]).toEqual((await traced(wired)).get('bend'));
  });
});

describe('a bypassed node', () => {
  test('passes its first input on', async () => {
    const nodes = branches.nodes.map((one) =>
      ['wide', 'sum', 'bend'].includes(one.id) ? { ...one, isBypassed: true } : one,
    );
    const numbers = await traced({ ...branches, nodes });
    for (const id of ['wide', 'sum', 'bend']) expect(numbers.get(id)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('is explained as what it passes on', () => {
    const nodes = lesson.nodes.map((one) => (one.id === 'relu' ? { ...one, isBypassed: true } : one));
    const found = inferShapes({ nodes, edges: lesson.edges }).nodes.get('relu')!;
    const expression = explainNumber(found, [0, 2], {
      input: () => floatTensor([1, 4], [1, 2, -3, 4]),
      parameter: () => undefined,
      given: undefined,
    });
    expect(expression).toEqual({
      kind: 'number',
      value: -3,
      source: { kind: 'input', name: 'x', index: [0, 2] },
    });
  });
});

describe('a half-built network', () => {
  test('runs as far as it is complete', async () => {
    const nodes = [...lesson.nodes, node('loose', 'ReLU'), node('after', 'Tanh')];
    const half = documentOf(nodes, [...lesson.edges.map(({ id }) => id), 'loose > after'], {
      parameters: lesson.parameters,
      inputs: lesson.inputs,
    });
    const numbers = await traced(half);
    expect([...numbers.keys()]).toEqual(['input', 'hidden', 'relu', 'logits', 'softmax']);
    expect(
      explainNumber(inferShapes(half).nodes.get('loose')!, [0], {
        input: () => undefined,
        parameter: () => undefined,
        given: undefined,
      }),
    ).toBeUndefined();
  });

  test('without any complete node has no ports', () => {
    expect(compileTrace(inferShapes(documentOf([node('loose', 'ReLU')], []))).ports).toEqual([]);
  });
});

describe('the exported model', () => {
  test.each([
    ['the lesson', lesson],
    ['branches', branches],
    ['fresh parameters', { ...lesson, parameters: {}, seed: 77 }],
  ])('answers what the trace answers: %s', async (_, document) => {
    const numbers = await traced(document);
    const answers = [...(await exported(document))];
    expect(answers.length).toBe(1);
    for (const [name, { values }] of answers) {
      const expected = numbers.get(name)!;
      expect(values.length).toBe(expected.length);
      expected.forEach((value, at) => {
        expect(Math.abs(Number(values[at]) - value)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(value)));
      });
    }
  });

  test('does not change the trace model: other numbers, same bytes', () => {
    const other = { ...lesson, parameters: {}, inputs: {}, seed: 3, title: 'Other' };
    expect(compileTrace(inferShapes(other)).model).toEqual(compileTrace(inferShapes(lesson)).model);
  });
});

describe('numbers that were not set', () => {
  test('are fresh ones, the same each time, and others for another seed', () => {
    const fresh = { ...lesson, parameters: {}, inputs: {} };
    const feeds = (document: Document) => feedsOf(document, inferShapes(document));
    expect(feeds(fresh)).toEqual(feeds(structuredClone(fresh)));
    expect(feeds(fresh).get('hidden.weight')).toBe(feeds(fresh).get('hidden.weight'));
    expect(feeds({ ...fresh, seed: 2 }).get('hidden.weight')).not.toEqual(feeds(fresh).get('hidden.weight'));
  });

  test('are those of a layer whose shape has changed; an input of the same size is kept', () => {
    const wider = {
      ...lesson,
      nodes: lesson.nodes.map((one) => (one.id === 'hidden' ? linear('hidden', 5) : one)),
    };
    const feeds = feedsOf(wider, inferShapes(wider));
    expect(feeds.get('hidden.weight')?.shape).toEqual([5, 3]);
    const turned = { ...lesson, nodes: [node('input', 'Input', { shape: [3, 1] })], edges: [] };
    expect(feedsOf(turned, inferShapes(turned)).get('input')).toEqual(floatTensor([3, 1], [0.5, 1, -1.5]));
  });
});
