/** An operator of a file that is part of no layer, as a node holds it. */
import { create } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  AttributeProtoSchema,
  TensorProtoSchema,
  type AttributeProto,
  type NodeProto,
  type TensorProto,
} from 'onnx-buf';
import { strFromU8 } from 'fflate';
import { listLimit, textLimit, type AttributeValue } from '../layers/attributes';
import {
  isTold,
  kindOf,
  wiredPorts,
  type AttributeKind,
  type Described,
  type HeldInput,
  type HeldOp,
} from '../layers/operator/held-op';
import { shortest, type Seen } from '../layers/seen';
import { encodeTensor } from '../onnx/encode';
import { capturedBy, hold } from '../onnx/held';
import { isStorable } from '../tensor/safetensors';
import { operatorOf } from '../operators/index';
import type { Port } from '../operators/define';
import { sizeOf } from '../tensor/shape';
import { isFloat, type Tensor } from '../tensor/tensor';
import type { Found, Wire } from './found';
import { namesIn } from './names';
import type { ModelRecord } from './record';

/** Numbers that the model brings: as a tensor, or as they stand in the file where nothing here reads their type. */
export type Numbers = Tensor | { readonly proto: TensorProto };

export interface Holding {
  /** The operator set that says what it means. */
  readonly set: number;
  /** Numbers that the operator is to bring itself; undefined for a value that a wire brings. */
  readonly numbers: (name: string) => Numbers | undefined;
  /** Whether numbers were learned, as far as a file tells. */
  readonly learns: (name: string) => boolean;
  readonly value: (name: string) => Seen;
  readonly record?: ModelRecord | undefined;
}

export function holdOp(node: NodeProto, holding: Holding): Found {
  const { set, numbers, value, record } = holding;
  const domain = node.domain === 'ai.onnx' ? '' : node.domain;
  const known = operatorOf(node.opType, domain, domain === '' ? set : undefined);
  const ports = portNames(known?.inputs, node.input, 'input');
  const parameters: Record<string, Tensor<'float32'>> = {};
  const constants: Record<string, Tensor> = {};
  const kept: Record<string, string> = {};
  const inputs = node.input.map((name, at): HeldInput => {
    const port = ports[at] ?? '';
    const own = name === '' ? undefined : numbers(name);
    if (!own) return { port };
    const message = messageOf(own);
    if ('proto' in own || message !== undefined) {
      kept[port] = message ?? '';
      return { port, own: 'kept' };
    }
    if (isFloat(own) && holding.learns(name) && sizeOf(own.shape) > 1) {
      parameters[port] = own;
      return { port, own: 'parameter', shape: own.shape };
    }
    constants[port] = own;
    return { port, own: 'constant' };
  });
  const captured = capturedBy(node).map((name, at) => [`captured_${at}`, name] as const);
  const outputs = portNames(known?.outputs, node.output, 'output');
  const { attributes, kinds, held } = attributesOf(node.attribute);
  const op: HeldOp = {
    ...{ type: node.opType, domain, inputs, outputs, held, kept },
    captures: Object.fromEntries(captured),
    attributes: kinds,
  };
  const names = new Map([...node.input.map((name, at) => [ports[at] ?? '', name] as const), ...captured]);
  const wires = wiredPorts(op).map((port): Wire => ({ port, value: value(names.get(port) ?? '') }));
  const answers = node.output.flatMap((name, at): Wire[] => {
    const port = outputs[at] ?? '';
    return port === '' ? [] : [{ port, value: value(name) }];
  });
  const given = wires.map((wire) => describe(wire.value, record));
  const answered = answers.map((wire) => describe(wire.value, record));
  const inRecord = given.filter(isTold);
  const outRecord = answered.filter(isTold);
  const isRecorded = inRecord.length === given.length && outRecord.length === answered.length;
  return {
    kind: kindOf(op),
    op: isRecorded ? { ...op, record: { inputs: inRecord, outputs: outRecord } } : op,
    ...{ attributes, inputs: wires, outputs: answers, parameters, constants },
    called: [...namesIn(node), ...node.output].filter(Boolean),
  };
}

/** Numbers alone, as the operator that passes them on; `type` is said of those of a type that nothing here reads. */
export function holdNumbers(
  numbers: Numbers,
  type: string,
): Pick<Found, 'constants'> & { readonly op: HeldOp } {
  const message = messageOf(numbers);
  const isTensor = !('proto' in numbers);
  const op: HeldOp = {
    ...{ type: 'Identity', domain: '', captures: {}, attributes: {}, held: {} },
    kept: message === undefined ? {} : { input: message },
    inputs: [{ port: 'input', own: message === undefined ? 'constant' : 'kept' }],
    outputs: ['output'],
    record: { inputs: [], outputs: [isTensor ? { type: numbers.dtype, shape: numbers.shape } : { type }] },
  };
  return { op, constants: isTensor && message === undefined ? { input: numbers } : {} };
}

/** ONNX's own message for numbers that no other file of a document holds. */
function messageOf(numbers: Numbers): string | undefined {
  if ('proto' in numbers) return heldValue(numbers.proto);
  return isStorable(numbers.dtype)
    ? undefined
    : heldValue(create(TensorProtoSchema, encodeTensor('', numbers)));
}

function describe({ name, origin, shape }: Seen, record: ModelRecord | undefined): Described | undefined {
  const found = record?.get(name);
  if (found) return found;
  return origin.dtype === undefined || shape.some(Number.isNaN) ? undefined : { type: origin.dtype, shape };
}

/** As the operator's own documents call them; a last one that stands for many is numbered. */
function portNames(
  known: readonly Port[] = [],
  values: readonly string[],
  otherwise: string,
): readonly string[] {
  const last = known.at(-1);
  return values.map((value, at) => {
    if (value === '') return '';
    const port = known[at];
    if (port && !port.isVariadic) return port.name;
    return last?.isVariadic ? `${last.name}_${at - known.length + 1}` : `${otherwise}_${at}`;
  });
}

function attributesOf(stated: readonly AttributeProto[]) {
  const attributes: Record<string, AttributeValue> = {};
  const kinds: Record<string, AttributeKind> = {};
  const held: Record<string, string> = {};
  for (const attribute of stated) {
    const { name } = attribute;
    const found = fieldOf(attribute);
    if (found) [kinds[name], attributes[name]] = found;
    else held[name] = hold(AttributeProtoSchema, attribute);
  }
  return { attributes, kinds, held };
}

/** What a person can change; undefined where it is more than a field holds. */
function fieldOf({
  type,
  i,
  f,
  s,
  ints,
  floats,
}: AttributeProto): [AttributeKind, AttributeValue] | undefined {
  const isWhole = (value: bigint) => Number.isSafeInteger(Number(value));
  switch (type) {
    case AttributeType.INT:
      return isWhole(i) ? ['int', Number(i)] : undefined;
    case AttributeType.FLOAT:
      return Number.isFinite(f) ? ['float', shortest(f)] : undefined;
    case AttributeType.INTS:
      return ints.length <= listLimit && ints.every(isWhole) ? ['ints', ints.map(Number)] : undefined;
    case AttributeType.FLOATS:
      return floats.length <= listLimit && floats.every(Number.isFinite)
        ? ['floats', floats.map(shortest)]
        : undefined;
    case AttributeType.STRING: {
      const text = strFromU8(s);
      return text.length <= textLimit && !text.includes('\uFFFD') ? ['string', text] : undefined;
    }
    default:
      return undefined;
  }
}

function heldValue(t: TensorProto): string {
  return hold(
    AttributeProtoSchema,
    create(AttributeProtoSchema, { name: 'value', type: AttributeType.TENSOR, t }),
  );
}
