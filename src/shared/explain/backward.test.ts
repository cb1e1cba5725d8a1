/** Every layer: the chain rule written out against the gradient that its ops' rules emit. */
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { documentOfExample, subject } from '../document/testing';
import { checkAttributes } from '../layers/attributes';
import type { Layer, LayerExample } from '../layers/define';
import { layers } from '../layers/index';
import { isProblem } from '../messages/problem';
import { createOpCollector } from '../onnx/builder';
import { encodeModel } from '../onnx/encode';
import type { ValueInfo } from '../onnx/graph';
import { ops } from '../ops/index';
import { inferOpShapes } from '../ops/infer';
import { evaluate, formatExpression, sourcesOf, type Source } from '../tensor/expression';
import { createRandom } from '../tensor/random';
import { indexAt, sizeOf, type Shape } from '../tensor/shape';
import { floatTensor, numberAt, type Tensor } from '../tensor/tensor';
import { differentiate } from '../training/differentiate';
import { explainGradient } from './backward';

const cases = [...layers.values()]
  .filter((layer) => layer.inputs(initialOf(layer)).length > 0)
  .flatMap((layer) =>
    layer.examples.map((example) => [layer.kind, JSON.stringify(example), layer, example] as const),
  );

function initialOf(layer: Layer, example: LayerExample = { inputs: [] }) {
  const attributes = checkAttributes(layer.attributes, example.attributes ?? {});
  if (isProblem(attributes)) throw new Error(layer.kind);
  return attributes;
}

/** Few different numbers, so that corners and equals under a window occur. */
interface Drawn {
  readonly isPositive?: boolean | undefined;
  /** Whole numbers from 0 to this, which is left out. */
  readonly below?: number | undefined;
}

function draw(name: string, shape: Shape, { isPositive = false, below }: Drawn = {}): Tensor<'float32'> {
  const random = createRandom(5, name);
  const isAbove = isPositive || name.endsWith('running_var');
  return floatTensor(
    shape,
    Array.from({ length: sizeOf(shape) }, () => {
      if (below !== undefined) return Math.floor(random.uniform(0, below));
      const value = Math.round(random.normal() * 4) / 4;
      return isAbove ? Math.abs(value) + 0.25 : value;
    }),
  );
}

describe.each(cases)('%s %s', (_kind, _example, layer, example) => {
  test('says of every number it reads how the loss changes with it, through all of its answers', async () => {
    const built = documentOfExample(layer, example, 1);
    if (isProblem(built)) throw new Error(built.code);
    const { inference } = built;
    const inferred = inference.nodes.get(subject)!;
    const { outputs, nodes, constants, parameters } = inferred.emission!;
    const answered = outputs.filter(({ dtype }) => dtype === 'float32');
    const read = [
      ...inferred.inputs.map(({ port, edge }) => ({
        source: { kind: 'input', name: port } as const,
        value: inference.nodes.get(edge!.from.node)!.emission!.output.name,
        shape: inference.nodes.get(edge!.from.node)!.emission!.output.shape,
        below: layer.accepts(port, inferred.node.attributes)?.below,
      })),
      ...parameters.map(({ name, value, shape }) => ({
        source: { kind: 'parameter', name } as const,
        value,
        shape,
        below: undefined,
      })),
    ];
    const builder = createOpCollector('back');
    const known = inferOpShapes(
      nodes,
      new Map([
        ...read.map(({ value, shape }) => [value, { shape }] as const),
        ...[...constants].map(([name, tensor]) => {
          const values = Array.from({ length: sizeOf(tensor.shape) }, (_, at) => numberAt(tensor, at));
          return [name, { shape: tensor.shape, values }] as const;
        }),
      ]),
    );
    if (isProblem(known)) throw new Error(known.code);
    const shapes = new Map([...known].map(([name, { shape }]) => [name, shape]));
    const gradients = differentiate(
      {
        nodes,
        shapes,
        seeds: new Map(answered.map(({ name }) => [name, `d ${name}`])),
        wanted: new Set(read.map(({ value }) => value)),
      },
      builder,
    );
    if (isProblem(gradients)) throw new Error(gradients.code);
    const float = (name: string, shape: Shape): ValueInfo => ({ name, dtype: 'float32', shape });
    const feeds = new Map<string, Tensor<'float32'>>([
      ...read.map(({ value, shape, below }) => {
        const { isPositive } = example;
        return [value, draw(value, shape, { isPositive, below })] as const;
      }),
      ...answered.map(({ name, shape }) => [`d ${name}`, draw(`d ${name}`, shape)] as const),
    ]);
    // Where a layer answers in jumps nothing goes back, and no gradient flows to numbers that only name rows.
    const makers = answered.map(({ name }) => nodes.find((node) => node.outputs.includes(name))?.type ?? '');
    const isFlat = makers.every((type) => ops.get(type)?.gradient === 'constant');
    const asked = read.filter(({ below }) => !isFlat && below === undefined);
    expect(read.filter(({ value }) => gradients.has(value))).toEqual(asked);
    if (isFlat) return;
    const answers = await runModel(
      encodeModel({
        name: 'backward',
        nodes: [
          ...nodes,
          ...builder.nodes,
          ...asked.map(({ value }, at) => ({
            name: `answer ${at}`,
            type: 'Identity',
            inputs: [gradients.get(value)!],
            outputs: [`${value}.gradient`],
            attributes: {},
          })),
        ],
        inputs: [...feeds].map(([name, { shape }]) => float(name, shape)),
        outputs: asked.map(({ value, shape }) => float(`${value}.gradient`, shape)),
        initializers: new Map([...constants, ...builder.constants]),
      }),
      feeds,
    );

    const valueOf = new Map(read.map(({ source, value }) => [`${source.kind} ${source.name}`, value]));
    for (const { source, value, shape } of asked) {
      const gradient = answers.get(`${value}.gradient`)!;
      const size = sizeOf(shape);
      const count = Math.min(10, size);
      for (let step = 0; step < count; step++) {
        const offset = Math.floor((step * size) / count);
        const of: Source = { ...source, index: indexAt(shape, offset) };
        const expression = explainGradient(inferred, of, {
          input: (port) => feeds.get(valueOf.get(`input ${port}`) ?? ''),
          parameter: (name) => feeds.get(valueOf.get(`parameter ${name}`) ?? ''),
          given: undefined,
          gradient: (port) => feeds.get(`d ${outputs.find((answer) => answer.port === port)!.name}`),
        });
        if (expression === 'too-long') throw new Error('too long');
        const expected = numberAt(gradient, offset);
        expect(
          Math.abs(evaluate(expression) - expected),
          `${value} ${of.index.join()}: ${formatExpression(expression)} is not ${expected}`,
        ).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(expected)));
        for (const from of sourcesOf(expression)) expect(from.kind).not.toBe('given');
      }
    }
  });
});
