/**
 * Models of operator sets before the one that everything here is written in, said in that set: names of values stay.
 * Source: https://github.com/onnx/onnx/blob/main/docs/Changelog.md (versions 7 to 17 of the default ONNX operator set)
 */
import { create } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  AttributeProtoSchema,
  NodeProtoSchema,
  TensorProto_DataType as DataType,
  TensorProtoSchema,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
} from 'onnx-buf';
import { strToU8 } from 'fflate';
import { problem, type Problem } from '../messages/problem';
import type { Shape } from '../tensor/shape';
import { encodeFloat16 } from '../tensor/tensor';
import { forgetGraph } from './decode';
import { opset } from './graph';
import { graphOf, isStandard } from './model-parts';

type Found = ReadonlyMap<string, { readonly type: string; readonly shape?: Shape }> | undefined;

/** What a rule changes of a node, and may put before it. */
interface Raising {
  readonly node: NodeProto;
  readonly set: number;
  /** How many sizes a value has, where a run told. */
  readonly rankOf: (name: string) => number | undefined;
  /** A new value of whole numbers, or of numbers, and its name. */
  readonly whole: (values: readonly number[]) => string;
  readonly real: (values: readonly number[], shape?: readonly number[]) => string;
  /** A number alone, of the type of another value. */
  readonly alone: (value: number, like: string) => string;
  /** A node before or after this one; answers a name for its value, or makes the one given. */
  readonly before: (type: string, inputs: readonly string[], attributes?: NodeProto['attribute']) => string;
  readonly after: (type: string, inputs: readonly string[], output: string) => void;
}

/** Whether it now means in the newer set what it meant. */
type Rule = (raising: Raising) => boolean;

/** Changes the model it is given. Errors: an operator that cannot be said in the newer set. */
export function raiseModel(model: ModelProto, file: string, record?: Found): Problem | undefined {
  const stated = model.opsetImport.filter(({ domain }) => isStandard(domain));
  const [first] = stated;
  const set = Number(first?.version ?? 1n);
  if (!first || set >= opset || stated.some(({ version }) => version !== first.version)) return undefined;
  const stuck = raiseGraph(graphOf(model), set, record, { count: 0 });
  if (stuck) {
    const value = stuck.output[0] ?? stuck.name;
    return problem('op-not-raised', { file, op: stuck.opType, value, set });
  }
  for (const entry of stated) entry.version = BigInt(opset);
  forgetGraph(model);
  return undefined;
}

/** Answers the first node that cannot be said. */
function raiseGraph(
  graph: GraphProto,
  set: number,
  record: Found,
  names: { count: number },
): NodeProto | undefined {
  const nodes: NodeProto[] = [];
  const fresh = (of: string): string => `${of}/raised_${names.count++}`;
  const keep = (
    dims: readonly number[],
    values: Partial<Pick<TensorProto, 'int64Data' | 'floatData' | 'int32Data' | 'doubleData'>>,
    dataType = DataType.FLOAT,
  ): string => {
    const name = fresh('numbers');
    graph.initializer.push(create(TensorProtoSchema, { name, dataType, dims: dims.map(BigInt), ...values }));
    return name;
  };
  for (const node of graph.node) {
    for (const { g, graphs } of node.attribute) {
      for (const inner of g ? [g, ...graphs] : graphs) {
        const stuck = raiseGraph(inner, set, record, names);
        if (stuck) return stuck;
      }
    }
    const rule =
      isStandard(node.domain) && Object.hasOwn(rules, node.opType) ? rules[node.opType] : undefined;
    const following: NodeProto[] = [];
    const isRaised = rule?.({
      node,
      set,
      rankOf: (name) => record?.get(name)?.shape?.length,
      whole: (values) => keep([values.length], { int64Data: values.map(BigInt) }, DataType.INT64),
      real: (values, shape = [values.length]) => keep(shape, { floatData: [...values] }),
      alone(value, like) {
        const type = record?.get(like)?.type;
        if (type === 'float16') return keep([], { int32Data: [encodeFloat16(value)] }, DataType.FLOAT16);
        return type === 'float64'
          ? keep([], { doubleData: [value] }, DataType.DOUBLE)
          : keep([], { floatData: [value] });
      },
      before(opType, input, attribute = []) {
        const output = fresh(node.output[0] ?? opType);
        nodes.push(
          create(NodeProtoSchema, { name: output, opType, input: [...input], output: [output], attribute }),
        );
        return output;
      },
      after(opType, input, output) {
        following.push(
          create(NodeProtoSchema, { name: fresh(output), opType, input: [...input], output: [output] }),
        );
      },
    });
    if (isRaised === false) return node;
    nodes.push(node, ...following);
  }
  graph.node = nodes;
  return undefined;
}

const find = (node: NodeProto, name: string) => node.attribute.find((attribute) => attribute.name === name);

function take(node: NodeProto, name: string) {
  const found = find(node, name);
  node.attribute = node.attribute.filter((attribute) => attribute !== found);
  return found;
}

const text = (name: string, value: string) =>
  create(AttributeProtoSchema, { name, type: AttributeType.STRING, s: strToU8(value) });
const whole = (name: string, value: number) =>
  create(AttributeProtoSchema, { name, type: AttributeType.INT, i: BigInt(value) });

/** Numbers that were an attribute are an input since `since`. */
const listed =
  (attribute: string, since: number, at = 1): Rule =>
  ({ node, set, whole: keep }) => {
    if (set >= since) return true;
    const found = take(node, attribute);
    if (!found) return true;
    while (node.input.length < at) node.input.push('');
    node.input[at] = keep(found.ints.map(Number));
    return true;
  };

/** Before set 13 all axes from one on were one. */
const flattened: Rule = (raising) => {
  const { node, set, rankOf } = raising;
  if (set >= 13) return true;
  const [x = ''] = node.input;
  const rank = rankOf(x);
  const stated = Number(take(node, 'axis')?.i ?? 1n);
  if (rank === undefined) return false;
  const axis = stated < 0 ? stated + rank : stated;
  node.attribute.push(whole('axis', -1));
  if (axis === rank - 1) return true;
  const shape = raising.before('Shape', [x]);
  const rows = raising.before('Flatten', [x], [whole('axis', axis)]);
  const [y = ''] = node.output;
  const flat = `${y}/flat`;
  node.input[0] = rows;
  node.output[0] = flat;
  raising.after('Reshape', [flat, shape], y);
  return true;
};

const resized: Rule = ({ node, set, real }) => {
  if (set >= 11) return true;
  const stated = take(node, 'scales');
  const scales = stated ? real(stated.floats) : (node.input[1] ?? '');
  node.opType = 'Resize';
  node.input = [node.input[0] ?? '', '', scales];
  node.attribute.push(text('coordinate_transformation_mode', 'asymmetric'), text('nearest_mode', 'floor'));
  return true;
};

const rules: Readonly<{ [type: string]: Rule }> = {
  BatchNormalization({ node, set }) {
    if (set >= 14) return true;
    const isSpatial = (take(node, 'spatial')?.i ?? 1n) === 1n;
    // More outputs are of training, which this op did not tell.
    return isSpatial && node.output.slice(1).every((name) => name === '');
  },
  Clip({ node, set, alone }) {
    if (set >= 11) return true;
    const [low, high] = [take(node, 'min'), take(node, 'max')];
    if (low || high) node.input = [node.input[0] ?? '', low ? alone(low.f, node.input[0] ?? '') : ''];
    if (high) node.input.push(alone(high.f, node.input[0] ?? ''));
    return true;
  },
  Dropout({ node, set }) {
    if (set >= 12) return true;
    // While a model is used nothing is dropped, whatever the ratio.
    take(node, 'ratio');
    return true;
  },
  Hardmax: flattened,
  LogSoftmax: flattened,
  Pad({ node, set, whole: keep, alone }) {
    if (set >= 11) return true;
    const pads = take(node, 'pads');
    const value = take(node, 'value');
    if (!pads) return false;
    node.input = [node.input[0] ?? '', keep(pads.ints.map(Number))];
    if (value) node.input.push(alone(value.f, node.input[0] ?? ''));
    return true;
  },
  ReduceSum: listed('axes', 13),
  Resize: resized,
  RoiAlign({ node, set }) {
    if (set < 16) node.attribute.push(text('coordinate_transformation_mode', 'output_half_pixel'));
    return true;
  },
  Scan: ({ set }) => set >= 9,
  Scatter({ node }) {
    node.opType = 'ScatterElements';
    return true;
  },
  Slice({ node, set, whole: keep }) {
    if (set >= 10) return true;
    const lists = ['starts', 'ends', 'axes'].map((name) => take(node, name)?.ints);
    if (!lists[0] || !lists[1]) return false;
    node.input = [node.input[0] ?? '', ...lists.flatMap((ints) => (ints ? [keepLarge(ints, keep)] : []))];
    return true;
  },
  Softmax: flattened,
  Split: listed('split', 13),
  Squeeze: listed('axes', 13),
  TopK({ node, set, whole: keep }) {
    if (set >= 10) return true;
    const k = take(node, 'k');
    if (!k) return false;
    node.input = [node.input[0] ?? '', keep([Number(k.i)])];
    return true;
  },
  Unsqueeze: listed('axes', 13),
  Upsample: resized,
};

/** The end of an axis may be written as the largest number there is. */
function keepLarge(ints: readonly bigint[], keep: (values: readonly number[]) => string): string {
  const most = BigInt(Number.MAX_SAFE_INTEGER);
  return keep(ints.map((value) => Number(value > most ? most : value < -most ? -most : value)));
}
