/** Every operator: the gradient its rule emits, against central differences of its own forward run. */
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { isProblem } from '../messages/problem';
import { createOpCollector } from '../onnx/builder';
import { encodeModel } from '../onnx/encode';
import type { Graph, ValueInfo } from '../onnx/graph';
import type { Shape } from '../tensor/shape';
import { createRandom } from '../tensor/random';
import { sizeOf } from '../tensor/shape';
import { numberAt, type Tensor } from '../tensor/tensor';
import type { GradientRule, Op, OpSample } from './define';
import { ops } from './index';
import { answersReal } from './plain/real';
import { constantOf } from './testing';

type Info = ValueInfo & { readonly shape: Shape };

const all = [...ops.values()];
const withRule = all.flatMap((op) =>
  typeof op.gradient === 'function' ? [[op.type, op, op.gradient] as const] : [],
);

test('every operator answers what its gradient is, or why it has none', () => {
  for (const { type, gradient } of all) {
    if (typeof gradient === 'function' || gradient === 'constant') continue;
    expect(gradient.unsupported, type).toMatch(/^[a-z].*[^.]$/);
  }
});

describe.each(withRule)('%s', (_, op, rule) => {
  test.each(op.samples.map((sample, at) => [JSON.stringify(sample), sample, at] as const))(
    'has the gradient that central differences have for %s',
    async (_sample, sample, at) => {
      const given = draw(op, sample, at);
      const gradients = await emittedGradients(op, rule, sample, given);
      const numeric = await differences(op, sample, given);
      for (const [input, { values: expected, tolerance }] of numeric) {
        const gradient = gradients.get(input);
        expect(gradient?.shape, `input ${input}`).toEqual(sample.inputs[input]!.shape);
        const far = expected.flatMap((value, offset) => {
          const emitted = numberAt(gradient!, offset);
          return Math.abs(emitted - value) <= tolerance * Math.max(1, Math.abs(value))
            ? []
            : [{ input, offset, emitted, value }];
        });
        expect(far).toEqual([]);
      }
    },
  );
});

interface Given {
  /** Numbers of the inputs that are not constants, by position. */
  readonly inputs: ReadonlyMap<number, readonly number[]>;
  /** L = sum(y * weights) over every output, so dL/dy = weights. */
  readonly weights: readonly (readonly number[])[];
}

/** Seeded, and off the kinks: no number is within a step of zero or of another one. */
function draw(op: Op, { inputs, attributes = {}, positive }: OpSample, at: number): Given {
  const random = createRandom(17, `${op.type} ${at}`);
  const number = () => {
    const size = random.uniform(0.4, 2);
    return positive || random.uniform(0, 1) < 0.5 ? size : -size;
  };
  const numbers = (count: number) => Array.from({ length: count }, number);
  const shapes = op.shape(inputs, attributes);
  if (isProblem(shapes)) throw new Error(`${op.type} refuses its own sample`);
  return {
    inputs: new Map(
      inputs.flatMap(({ shape, values }, position): [number, number[]][] =>
        values ? [] : [[position, numbers(sizeOf(shape))]],
      ),
    ),
    weights: shapes.map((shape) => numbers(sizeOf(shape))),
  };
}

/** The op's own node, its constants, and its other inputs in a precision. */
function forwardGraph(op: Op, { inputs, attributes = {} }: OpSample, dtype: 'float32' | 'float64') {
  const found = op.shape(inputs, attributes);
  if (isProblem(found)) throw new Error(`${op.type} refuses its own sample`);
  const plain = { name: 'node', type: op.type, inputs: [], outputs: [], attributes };
  // What says where something is has no slope.
  const shapes = found.filter((_, at) => answersReal(plain, () => true, at));
  const node = {
    name: 'node',
    type: op.type,
    inputs: inputs.map((_, at) => `x${at}`),
    outputs: shapes.map((_, at) => `y${at}`),
    attributes,
  };
  const constants = inputs.flatMap((input, at): [string, Tensor][] =>
    input.values ? [[`x${at}`, constantOf(input, dtype)]] : [],
  );
  const infos = inputs.flatMap(({ shape, values }, at): Info[] =>
    values ? [] : [{ name: `x${at}`, dtype, shape }],
  );
  return { node, constants, infos, answers: shapes.map((shape, at) => ({ name: `y${at}`, dtype, shape })) };
}

async function emittedGradients(op: Op, rule: GradientRule, sample: OpSample, given: Given) {
  const { node, constants, infos, answers: outputs } = forwardGraph(op, sample, 'float32');
  const builder = createOpCollector('back');
  const found = rule({
    builder,
    inputs: node.inputs,
    output: 'y0',
    shapes: sample.inputs.map(({ shape }) => shape),
    outputShape: outputs[0]!.shape,
    attributes: node.attributes,
    dy: 'dy0',
    outputs: outputs.map(({ shape }, at) => ({ shape, dy: `dy${at}` })),
  });
  // A rule may answer dy itself, and a model may not answer what it was given.
  const answers = found.flatMap((value, at) =>
    value === undefined ? [] : [{ at, name: `d${at}`, value, shape: sample.inputs[at]!.shape }],
  );
  for (const { at } of answers) expect(sample.inputs[at]!.values, `gradient of input ${at}`).toBeUndefined();
  const graph: Graph = {
    name: 'gradient',
    inputs: [...infos, ...outputs.map((info) => ({ ...info, name: `d${info.name}` }))],
    outputs: answers.map(({ name, shape }) => ({ name, dtype: 'float32', shape })),
    initializers: new Map([...constants, ...builder.constants]),
    nodes: [
      node,
      ...builder.nodes,
      ...answers.map(({ name, value }) => ({
        name,
        type: 'Identity',
        inputs: [value],
        outputs: [name],
        attributes: {},
      })),
    ],
  };
  const feeds = new Map([
    ...feedsFor(infos, given.inputs, 'float32'),
    ...outputs.map((info, at) => [`d${info.name}`, float(info, given.weights[at]!)] as const),
  ]);
  const run = await runModel(encodeModel(graph), feeds);
  return new Map(answers.map(({ at, name }) => [at, run.get(name)!]));
}

/** In double precision where the runtime has the operator in it; the others are smooth enough for long steps. */
async function differences(op: Op, sample: OpSample, given: Given) {
  const exact = await slopes(op, sample, given, 'float64', 1e-5).catch((error: unknown) => {
    expect(String(error)).toMatch(/NOT_IMPLEMENTED|not find an implementation|Type Error|type error/i);
    return undefined;
  });
  const found = exact ?? (await slopes(op, sample, given, 'float32', 2 ** -6));
  const tolerance = exact ? 2e-5 : 2e-4;
  return new Map([...found].map(([at, values]) => [at, { values, tolerance }]));
}

async function slopes(op: Op, sample: OpSample, given: Given, dtype: 'float32' | 'float64', step: number) {
  const { node, constants, infos, answers } = forwardGraph(op, sample, dtype);
  const model = encodeModel({
    name: 'forward',
    inputs: infos,
    outputs: answers,
    initializers: new Map(constants),
    nodes: [node],
  });
  const loss = async (inputs: Given['inputs']): Promise<number> => {
    const answered = await runModel(model, feedsFor(infos, inputs, dtype));
    const sums = answers.map(({ name }, at) =>
      given.weights[at]!.reduce(
        (sum, weight, offset) => sum + weight * numberAt(answered.get(name)!, offset),
        0,
      ),
    );
    return sums.reduce((total, each) => total + each, 0);
  };
  const found = new Map<number, number[]>();
  for (const [position, numbers] of given.inputs) {
    const at = async (offset: number, value: number) =>
      loss(new Map([...given.inputs, [position, numbers.with(offset, value)]]));
    const slope: number[] = [];
    for (const [offset, value] of numbers.entries()) {
      slope.push(((await at(offset, value + step)) - (await at(offset, value - step))) / (2 * step));
    }
    found.set(position, slope);
  }
  return found;
}

function feedsFor(
  infos: readonly Info[],
  inputs: Given['inputs'],
  dtype: 'float32' | 'float64',
): Map<string, Tensor> {
  return new Map(
    infos.map((info) => [info.name, float({ ...info, dtype }, inputs.get(Number(info.name.slice(1)))!)]),
  );
}

function float({ dtype, shape }: Info, numbers: readonly number[]): Tensor {
  return dtype === 'float64'
    ? { dtype, shape, values: Float64Array.from(numbers) }
    : { dtype: 'float32', shape, values: Float32Array.from(numbers) };
}
