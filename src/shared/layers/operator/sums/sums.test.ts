/** Every operator whose sum is known, run by the engine: what the sum of each number comes to is that number. */
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import type { NodeInference } from '../../../document/infer';
import { explainNumber } from '../../../explain/explain';
import { isProblem } from '../../../messages/problem';
import { encodeModel } from '../../../onnx/encode';
import type { OpAttribute } from '../../../onnx/graph';
import { operatorOf } from '../../../operators/index';
import { evaluate, sourcesOf } from '../../../tensor/expression';
import { indexAt, sizeOf } from '../../../tensor/shape';
import { numberAt, type Dtype, type Tensor } from '../../../tensor/tensor';
import type { AttributeValue } from '../../attributes';
import { emitOperator } from '../emit';
import type { AttributeKind, HeldOp } from '../held-op';
import { opLayer } from '../op-layer';
import { sumRules } from './index';
import { tensorOf, type Sample } from './testing';
import { samples } from './testing-samples';
import { windowSamples } from './testing-windows';

const all = [...samples, ...windowSamples];
const known = [...sumRules].flatMap(([domain, rules]) => [...rules.keys()].map((type) => [domain, type]));

test('every operator whose sum is known is tried, and is one', () => {
  const tried = new Set(all.map(({ type, domain = '' }) => `${domain}:${type}`));
  expect(tried).toEqual(new Set(known.map(([domain, type]) => `${domain}:${type}`)));
  for (const [domain, type = ''] of known) expect(operatorOf(type, domain)?.type, type).toBe(type);
});

/** Of the number, or of what is small beside what it was made of. */
const tolerances: Partial<Record<Dtype, number>> = { float32: 1e-4, float64: 1e-9, float16: 2e-3 };

describe.each([...new Set(all.map(({ type }) => type))])('%s', (type) => {
  test.each(
    all.filter((sample) => sample.type === type).map((sample) => [describeSample(sample), sample] as const),
  )('%s', async (_, sample) => {
    for (const own of sample.inputs.length > 1
      ? ([undefined, 'constant', 'parameter'] as const)
      : [undefined]) {
      const { inferred, answers, tensors } = await runSample(sample, own);
      for (const [port, answer] of answers) {
        const size = sizeOf(answer.shape);
        expect(size).toBeGreaterThan(0);
        for (let offset = 0; offset < size; offset++) {
          const index = indexAt(answer.shape, offset);
          const found = explainNumber(inferred, index, tensors, port);
          const where = `${port}[${index.join()}], ${own ?? 'wired'}`;
          if (sample.isUntold) {
            expect(found, where).toBeUndefined();
            continue;
          }
          const is = found ? evaluate(found) : undefined;
          const should = numberAt(answer, offset);
          const tolerance = tolerances[answer.dtype];
          if (tolerance === undefined || !Number.isFinite(should)) {
            // Zero has a sign in float32 alone.
            expect(is === 0 ? 0 : is, where).toBe(should === 0 ? 0 : should);
          } else {
            expect(
              Math.abs((is ?? Number.NaN) - should),
              `${where}: ${is}, not ${should}`,
            ).toBeLessThanOrEqual(tolerance * Math.max(0.1, Math.abs(should)));
          }
        }
      }
    }
  });
});

function describeSample({ set, inputs, attributes = {}, outputs = 1 }: Sample): string {
  const given = inputs.map((tensor) => (tensor ? `${tensor.dtype}[${tensor.shape.join()}]` : 'none'));
  const stated = Object.entries(attributes).map(([name, value]) => `${name}=${Object.values(value).join()}`);
  return [`set ${set}`, ...given, ...stated, ...(outputs > 1 ? [`${outputs} outputs`] : [])].join(' ');
}

test('what it reads is named by port and place, of wires and of its own numbers', async () => {
  const inputs = [tensorOf('float32', [1, 2], [1, 2]), tensorOf('float32', [2, 1], [3, 4])];
  const kindsOf = async (own: 'parameter' | 'constant' | undefined) => {
    const { inferred, tensors } = await runSample({ type: 'MatMul', set: 17, inputs }, own);
    const found = explainNumber(inferred, [0, 0], tensors);
    return found && sourcesOf(found).map(({ kind, name, index }) => `${kind} ${name} ${index.join()}`);
  };
  const [a, b] = ['input x0 0,0', 'input x0 0,1'];
  expect(await kindsOf(undefined)).toEqual([a, 'input x1 0,0', b, 'input x1 1,0']);
  expect(await kindsOf('constant')).toEqual([a, 'parameter x1 0,0', b, 'parameter x1 1,0']);
  expect(await kindsOf('parameter')).toEqual([a, 'parameter x1 0,0', b, 'parameter x1 1,0']);
});

test('what has too many numbers is not written out, and costs no more than reading those there is room for', async () => {
  const inputs = [tensorOf('float32', [1, 1_000_001], new Array<number>(1_000_001).fill(1))];
  const { inferred, tensors } = await runSample({ type: 'ReduceSum', set: 17, inputs }, undefined);
  expect(explainNumber(inferred, [0, 0], tensors)).toBeUndefined();
});

test('the greatest of more numbers than a function takes at once', async () => {
  const inputs = [
    tensorOf(
      'float32',
      [300_000],
      Array.from({ length: 300_000 }, (_, at) => at % 1000),
    ),
  ];
  const { inferred, tensors } = await runSample({ type: 'ReduceMax', set: 17, inputs }, undefined);
  expect(evaluate(explainNumber(inferred, [0], tensors)!)).toBe(999);
});

function kindOf(attribute: OpAttribute): [AttributeKind, AttributeValue] {
  if ('int' in attribute) return ['int', attribute.int];
  if ('float' in attribute) return ['float', attribute.float];
  if ('ints' in attribute) return ['ints', attribute.ints];
  if ('floats' in attribute) return ['floats', attribute.floats];
  if ('text' in attribute) return ['string', attribute.text];
  throw new Error('an attribute of another kind');
}

interface Ran {
  readonly inferred: NodeInference;
  readonly answers: ReadonlyMap<string, Tensor>;
  readonly tensors: {
    readonly input: (port: string) => Tensor | undefined;
    readonly parameter: (name: string) => Tensor | undefined;
    readonly given: undefined;
  };
}

/** With its inputs after the first over wires, or brought by itself. */
async function runSample(sample: Sample, own: 'parameter' | 'constant' | undefined): Promise<Ran> {
  const { type, domain = '', set, inputs, attributes = {}, outputs: count = 1 } = sample;
  const ports = inputs.map((input, at) => (input ? `x${at}` : ''));
  const broughtAs = (tensor: Tensor | undefined, at: number) =>
    at === 0 || !tensor ? undefined : own === 'parameter' && tensor.dtype !== 'float32' ? 'constant' : own;
  const kinds = Object.entries(attributes).flatMap(([name, value]) =>
    'held' in value ? [] : [[name, ...kindOf(value)] as const],
  );
  const unread = Object.entries(attributes).flatMap(([name, value]) =>
    'held' in value ? [[name, value.held] as const] : [],
  );
  const held: HeldOp = {
    ...{ type, domain, captures: {}, held: Object.fromEntries(unread), kept: {} },
    attributes: Object.fromEntries(kinds.map(([name, kind]) => [name, kind])),
    inputs: inputs.map((tensor, at) => {
      const brought = broughtAs(tensor, at);
      return {
        port: ports[at] ?? '',
        ...(brought && { own: brought }),
        ...(brought === 'parameter' && { shape: tensor?.shape ?? [] }),
      };
    }),
    outputs: Array.from({ length: count }, (_, at) => `y${at}`),
  };
  const tensorsAs = (kind: string | undefined) =>
    Object.fromEntries(
      inputs.flatMap((tensor, at) => (tensor && broughtAs(tensor, at) === kind ? [[`x${at}`, tensor]] : [])),
    ) as Record<string, Tensor>;
  const [wired, constants, parameters] = [undefined, 'constant', 'parameter'].map(tensorsAs) as [
    Record<string, Tensor>,
    Record<string, Tensor>,
    Record<string, Tensor>,
  ];
  const stated = Object.fromEntries(kinds.map(([name, , value]) => [name, value]));
  const emit = (op: HeldOp) => {
    const emission = emitOperator({
      op,
      nameOf: (port) => port,
      inputs: Object.entries(wired).map(([name, { shape, dtype }]) => ({ name, shape, dtype })),
      attributes: stated,
      constants,
      set,
    });
    if (isProblem(emission)) throw new Error(emission.code);
    return emission;
  };
  const emission = emit(held);
  const weights = emission.parameters.map(({ name, value }) => [value, parameters[name]!] as const);
  const feeds = new Map([...Object.entries(wired), ...weights]);
  const answers = await runModel(
    encodeModel({
      name: 'one',
      operators: { set, domains: domain ? { [domain]: 1 } : {}, functions: [] },
      inputs: [...feeds].map(([name, { dtype, shape }]) => ({ name, dtype, shape })),
      outputs: emission.outputs.map(({ name }) => ({ name })),
      initializers: emission.constants,
      nodes: emission.nodes,
    }),
    feeds,
  );
  const found = (values: readonly (Tensor | undefined)[]) =>
    values.flatMap((tensor) => (tensor ? [{ type: tensor.dtype, shape: tensor.shape }] : []));
  const op: HeldOp = {
    ...held,
    record: {
      inputs: found(Object.values(wired)),
      outputs: found(held.outputs.map((port) => answers.get(port))),
    },
  };
  const node = { id: 'n', kind: `onnx.${type}`, op, name: 'n', attributes: stated, position: { x: 0, y: 0 } };
  return {
    inferred: {
      node,
      layer: opLayer(op),
      inputs: Object.entries(wired).map(([port, { shape }]) => ({ port, shape })),
      emission: emit(op),
      problem: undefined,
    },
    answers,
    tensors: { input: (port) => wired[port], parameter: (name) => parameters[name], given: undefined },
  };
}
