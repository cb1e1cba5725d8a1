/** What is told of operators by hand, held against the runtime: what it checks of a node before it looks for a kernel. */
import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  ModelProtoSchema,
  TensorProto_DataType as DataType,
  type AttributeProtoSchema,
  type ValueInfoProtoSchema,
} from 'onnx-buf';
import ort from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { contrib } from '#shared/operators/contrib';
import type { Operator, Port } from '#shared/operators/define';
import { operatorOf } from '#shared/operators/index';
import { newer } from '#shared/operators/newer';

const types: Readonly<Record<string, DataType>> = {
  float32: DataType.FLOAT,
  int64: DataType.INT64,
  int32: DataType.INT32,
  uint8: DataType.UINT8,
  bool: DataType.BOOL,
  string: DataType.STRING,
};
const text = new TextEncoder().encode('x');

const tensor = { dataType: DataType.FLOAT, dims: [1n], floatData: [1] };
const graph = { name: 'g' };

/** A value of every type an attribute may be told to have. */
const values: Readonly<Record<string, MessageInitShape<typeof AttributeProtoSchema>>> = {
  int: { type: AttributeType.INT, i: 1n },
  float: { type: AttributeType.FLOAT, f: 1 },
  string: { type: AttributeType.STRING, s: text },
  tensor: { type: AttributeType.TENSOR, t: tensor },
  graph: { type: AttributeType.GRAPH, g: graph },
  ints: { type: AttributeType.INTS, ints: [1n] },
  floats: { type: AttributeType.FLOATS, floats: [1] },
  strings: { type: AttributeType.STRINGS, strings: [text] },
};

const infoOf = (name: string, elemType: DataType): MessageInitShape<typeof ValueInfoProtoSchema> => ({
  name,
  type: { value: { case: 'tensorType', value: { elemType } } },
});

interface Call {
  readonly inputs: readonly DataType[];
  readonly outputs: number;
  readonly attributes: readonly MessageInitShape<typeof AttributeProtoSchema>[];
}

/** What the runtime says of a model that is this one node. */
async function answerTo({ type, domain, since }: Operator, call: Call): Promise<string> {
  const version = BigInt(domain === '' ? Math.max(since, 7) : since);
  const inputs = call.inputs.map((elemType, at) => infoOf(`i${at}`, elemType));
  const output = Array.from({ length: call.outputs }, (_, at) => `o${at}`);
  const model = create(ModelProtoSchema, {
    irVersion: 10n,
    opsetImport: [{ domain, version }, ...(domain === '' ? [] : [{ domain: '', version: 17n }])],
    graph: {
      name: 'one',
      input: inputs,
      output: output.map((name) => ({ name })),
      node: [
        {
          ...{ name: 'n', opType: type, domain, output, attribute: [...call.attributes] },
          input: inputs.map((_, at) => `i${at}`),
        },
      ],
    },
  });
  try {
    await ort.InferenceSession.create(toBinary(ModelProtoSchema, model), {
      ...{ logSeverityLevel: 4, intraOpNumThreads: 1, graphOptimizationLevel: 'disabled' },
    });
    return '';
  } catch (error) {
    return String(error);
  }
}

/** How few and how many values the ports take, as the runtime says it. */
function rangeOf(ports: readonly Port[]): string {
  const least = ports.findLastIndex(({ isOptional, isVariadic }) => !isOptional && !isVariadic) + 1;
  return `[min=${least}, max=${ports.at(-1)?.isVariadic ? 2147483647 : ports.length}]`;
}

const told = [newer, contrib]
  .flatMap((source) => Object.entries(source))
  .flatMap(([domain, facts]) => Object.entries(facts).map(([type, forms]) => ({ domain, type, forms })))
  .flatMap(({ domain, type, forms }) => forms.map(([since]) => operatorOf(type, domain, since)!));

/** The runtime computes them, but does not hold a node against what it knows of them. */
const unchecked = told.filter(({ type, domain }) => domain === '' && type in contrib['']!);

test.each(told.filter((operator) => !unchecked.includes(operator)))(
  'the runtime agrees: $domain $type of set $since',
  async (operator) => {
    const { inputs, outputs, attributes } = operator;
    const call: Call = {
      inputs: inputs.map(({ type = 'float32' }) => types[type] ?? DataType.FLOAT),
      outputs: outputs.length,
      attributes: Object.entries(attributes).map(([name, { type }]) => ({ name, ...values[type]! })),
    };
    const many = Array<DataType>(90).fill(DataType.FLOAT);
    if (!inputs.at(-1)?.isVariadic) {
      const answer = await answerTo(operator, { ...call, inputs: many });
      expect(answer).toContain(`has input size 90 not in range ${rangeOf(inputs)}`);
    }
    if (!outputs.at(-1)?.isVariadic) {
      const answer = await answerTo(operator, { ...call, outputs: many.length });
      expect(answer).toContain(`has output size 90 not in range ${rangeOf(outputs)}`);
    }

    const answer = await answerTo(operator, call);
    expect(answer).not.toMatch(
      /Unrecognized attribute|Mismatched attribute|Required attribute|not a registered/,
    );
    const refused = /Type '.*' of input parameter \(i(\d+)\)/.exec(answer)?.[1];
    if (refused !== undefined) expect(inputs[Number(refused)]?.type).toBeUndefined();

    for (const [name, { isRequired }] of Object.entries(attributes)) {
      const others = call.attributes.filter((attribute) => attribute.name !== name);
      const without = await answerTo(operator, { ...call, attributes: others });
      expect(without.includes(`Required attribute '${name}' is missing`), name).toBe(isRequired === true);
    }
  },
);

test('the runtime would object to what is not so', async () => {
  const gelu = operatorOf('Gelu')!;
  const call: Call = { inputs: [DataType.FLOAT], outputs: 1, attributes: [] };
  const [int] = [{ ...values['int']!, name: 'approximate' }];
  expect(await answerTo(gelu, { ...call, attributes: [int] })).toContain('Mismatched attribute');
  expect(await answerTo(gelu, { ...call, attributes: [{ ...int, name: 'other' }] })).toContain(
    'Unrecognized',
  );
  expect(await answerTo(gelu, { ...call, inputs: [DataType.INT64] })).toContain('input parameter (i0)');
});
