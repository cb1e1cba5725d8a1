/** Every layer as a training model uses it, against PyTorch: outputs, gradients and running statistics. */
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { describeProblem, isProblem } from '../messages/problem';
import { createOpCollector } from '../onnx/builder';
import { encodeModel } from '../onnx/encode';
import type { ValueInfo } from '../onnx/graph';
import { inferOpShapes } from '../ops/infer';
import type { Shape } from '../tensor/shape';
import { floatTensor, type Tensor } from '../tensor/tensor';
import { differentiate } from '../training/differentiate';
import { checkAttributes, type Attributes } from './attributes';
import { emitLayer, type Emission } from './emit';
import { layers } from './index';
import { cases, type Case, type Recorded } from './reference/recorded';

describe.each(
  cases.map((recorded, at) => [at, recorded.kind, JSON.stringify(recorded.attributes), recorded] as const),
)('case %i: %s %s', (_, _kind, _attributes, recorded) => {
  const emission = emitted(recorded, 'train');
  const { training } = recorded;

  test('has the output, the gradients and the running statistics PyTorch has', async () => {
    const { answers, gradients } = await trainOnce(recorded, emission);
    const outputs = [training, ...(training.others ?? [])].map(({ output }) => output);
    for (const [at, { name }] of emission.outputs.entries())
      expectClose(answers.get(name), outputs[at]!, 1e-5);
    for (const [at, gradient] of training.gradients.inputs.entries()) {
      if (gradient) expectClose(gradients.get(`x${at}`), gradient, 1e-4);
      else expect(gradients.has(`x${at}`)).toBe(false);
    }
    for (const [name, gradient] of Object.entries(training.gradients.parameters)) {
      expectClose(gradients.get(`y.${name}`), gradient, 1e-4);
    }
    const updates = Object.entries(training.updates);
    expect([...emission.updates.keys()]).toEqual(updates.map(([name]) => `y.${name}`));
    for (const [name, value] of updates) {
      expectClose(answers.get(emission.updates.get(`y.${name}`)!), value, 1e-5);
    }
  });

  test('learns what PyTorch learns, and keeps the rest', () => {
    const learned = emission.parameters.filter(({ isBuffer }) => !isBuffer).map(({ name }) => name);
    expect(learned).toEqual(Object.keys(training.gradients.parameters));
    const buffers = emission.parameters.filter(({ isBuffer }) => isBuffer).map(({ name }) => name);
    expect(buffers).toEqual(Object.keys(training.updates));
    expect(emission.masks.map(({ shape }) => shape)).toEqual(training.mask ? [training.mask.shape] : []);
  });

  test('asks for nothing of it while predicting', () => {
    const { masks, updates, parameters } = emitted(recorded, 'eval');
    expect([masks.length, updates.size]).toEqual([0, 0]);
    expect(parameters.map(({ value }) => value)).toEqual(emission.parameters.map(({ value }) => value));
  });
});

test('a minibatch of a single number a channel has no variance: training is refused, predicting is not', () => {
  for (const [kind, shape] of [
    ['BatchNorm1d', [1, 3]],
    ['BatchNorm2d', [1, 3, 1, 1]],
    ['BatchNorm3d', [1, 3, 1, 1, 1]],
  ] as const) {
    const layer = layers.get(kind)!;
    const attributes = checkAttributes(layer.attributes, {}) as Attributes;
    const given = [{ name: 'x', shape }];
    const refused = emitLayer(layer, 'y', given, attributes, 'train');
    expect(isProblem(refused) && refused.code).toBe('too-few-to-normalise');
    expect(isProblem(emitLayer(layer, 'y', given, attributes))).toBe(false);
  }
});

test("Dropout's mask keeps as many as it does not drop", () => {
  const { masks } = emitted(
    { kind: 'Dropout', attributes: { p: 0.2 }, inputs: [{ shape: [2, 3] }] },
    'train',
  );
  expect(masks).toEqual([{ dtype: 'float32', name: masks[0]?.name, shape: [2, 3], keep: 0.8 }]);
});

test('a Transformer drops weights of its attentions, and what each of its parts answers', () => {
  const shapes = (kind: string, inputs: readonly Shape[], dropout: number) =>
    emitted(
      {
        kind,
        attributes: { nhead: 2, dim_feedforward: 5, dropout },
        inputs: inputs.map((shape) => ({ shape })),
      },
      'train',
    ).masks.map(({ shape, keep }) => [...shape, keep]);
  const rows = [3, 4, 6, 0.75];
  const source: Shape = [3, 4, 6];
  expect(shapes('TransformerEncoderLayer', [source], 0.25)).toEqual([
    [3, 2, 4, 4, 0.75],
    rows,
    [3, 4, 5, 0.75],
    rows,
  ]);
  expect(shapes('TransformerDecoderLayer', [source, [3, 7, 6]], 0.25)).toEqual([
    [3, 2, 4, 4, 0.75],
    rows,
    [3, 2, 4, 7, 0.75],
    rows,
    [3, 4, 5, 0.75],
    rows,
  ]);
  expect(shapes('TransformerEncoderLayer', [source], 0)).toEqual([]);
});

test('a recurrent layer drops what each of its layers but the last answers', () => {
  const masksOf = (kind: string, attributes: Attributes) =>
    emitted(
      { kind, attributes: { hidden_size: 5, ...attributes }, inputs: [{ shape: [3, 4, 6] }] },
      'train',
    ).masks.map(({ shape, keep }) => [...shape, keep]);
  for (const kind of ['RNN', 'LSTM', 'GRU']) {
    const between = [12, 10, 0.75];
    const both = { dropout: 0.25, bidirectional: true };
    expect(masksOf(kind, { ...both, num_layers: 3 })).toEqual([between, between]);
    expect(masksOf(kind, both)).toEqual([]);
    expect(masksOf(kind, { num_layers: 3 })).toEqual([]);
  }
});

test('MultiheadAttention drops weights, of every head and of keys behind a mask, too', () => {
  const inputs: readonly Shape[] = [
    [3, 4, 6],
    [3, 5, 6],
    [3, 5, 6],
    [4, 5],
  ];
  const emission = (dropout: number, mode: 'train' | 'eval') =>
    emitted(
      {
        kind: 'MultiheadAttention',
        attributes: { num_heads: 2, dropout, mask: true },
        inputs: inputs.map((shape) => ({ shape })),
      },
      mode,
    );
  const { masks, nodes } = emission(0.25, 'train');
  expect(masks).toEqual([{ dtype: 'float32', name: masks[0]?.name, shape: [3, 2, 4, 5], keep: 0.75 }]);
  const weights = nodes.find(({ type }) => type === 'Softmax')?.outputs[0];
  expect(nodes.find((node) => node.inputs.includes(masks[0]!.name))?.inputs[0]).toBe(weights);
  expect(emission(0.25, 'eval').masks).toEqual([]);
  expect(emission(0, 'train').masks).toEqual([]);
});

function emitted(
  { kind, attributes, inputs }: Pick<Case, 'kind' | 'attributes'> & { inputs: readonly { shape: Shape }[] },
  mode: 'train' | 'eval',
): Emission {
  const layer = layers.get(kind)!;
  const checked = checkAttributes(layer.attributes, attributes);
  if (isProblem(checked)) throw new Error(describeProblem(checked));
  const values = inputs.map(({ shape }, at) => ({ name: `x${at}`, shape }));
  const emission = emitLayer(layer, 'y', values, checked, mode);
  if (isProblem(emission)) throw new Error(describeProblem(emission));
  return emission;
}

/** The forward ops, and the backward ones from the recorded gradient of the output. */
async function trainOnce(
  { inputs, parameters, training }: Case,
  { nodes, constants, masks, updates, outputs }: Emission,
): Promise<Record<'answers' | 'gradients', ReadonlyMap<string, Tensor>>> {
  const given = new Map<string, Recorded>([
    ...inputs.map((value, at) => [`x${at}`, value] as const),
    ...Object.entries(parameters).map(([name, value]) => [`y.${name}`, value] as const),
    ...masks.map(({ name }) => [name, training.mask!] as const),
  ]);
  const shapes = inferOpShapes(
    nodes,
    new Map([
      ...given,
      ...[...constants].map(
        ([name, { shape, values }]) => [name, { shape, values: [...values].map(Number) }] as const,
      ),
    ]),
  );
  if (isProblem(shapes)) throw new Error(describeProblem(shapes));
  const builder = createOpCollector('back');
  const upstreams = [training, ...(training.others ?? [])].flatMap(({ upstream }, at) =>
    upstream ? [[outputs[at]!.name, upstream] as const] : [],
  );
  const wanted = new Set(given.keys());
  const gradients = differentiate(
    {
      nodes,
      shapes: new Map([...shapes].map(([name, { shape }]) => [name, shape])),
      seeds: new Map(upstreams.map(([name]) => [name, `d_${name}`])),
      wanted,
    },
    builder,
  );
  if (isProblem(gradients)) throw new Error(describeProblem(gradients));
  const found = [...gradients].filter(([name]) => wanted.has(name));
  const info = (name: string, shape: Shape): ValueInfo => ({ name, dtype: 'float32', shape });
  const model = encodeModel({
    name: 'training',
    inputs: [
      ...[...given].map(([name, { shape }]) => info(name, shape)),
      ...upstreams.map(([name, { shape }]) => info(`d_${name}`, shape)),
    ],
    outputs: [
      ...outputs.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
      ...[...updates.values()].map((name) => info(name, shapes.get(name)!.shape)),
      ...found.map(([name]) => info(`d ${name}`, given.get(name)!.shape)),
    ],
    initializers: new Map([...constants, ...builder.constants]),
    nodes: [
      ...nodes,
      ...builder.nodes,
      ...found.map(([name, value]) => ({
        name: `d ${name}`,
        type: 'Identity',
        inputs: [value],
        outputs: [`d ${name}`],
        attributes: {},
      })),
    ],
  });
  const feeds = [...given, ...upstreams.map(([name, value]) => [`d_${name}`, value] as const)].map(
    ([name, { shape, values }]) => [name, floatTensor(shape, values)] as const,
  );
  const answers = await runModel(model, new Map(feeds));
  return { answers, gradients: new Map(found.map(([name]) => [name, answers.get(`d ${name}`)!])) };
}

/** Within a share of the value, or of the greatest of the tensor where terms cancel. */
function expectClose(answered: Tensor | undefined, expected: Recorded, share: number): void {
  expect(answered?.shape).toEqual(expected.shape);
  const scale = Math.max(...expected.values.map(Math.abs));
  const far = [...(answered?.values ?? [])].flatMap((value, at) => {
    const goal = expected.values[at]!;
    return Math.abs(Number(value) - goal) <= Math.max(share * Math.abs(goal), 1e-6 * scale, 1e-7)
      ? []
      : [[Number(value), goal]];
  });
  expect(far).toEqual([]);
}
