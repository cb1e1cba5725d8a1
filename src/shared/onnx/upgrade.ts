/**
 * Models of operator sets before 7 in the form of set 7, the first the runtime has: operands that were stretched by an
 * attribute are given the shape that stretches by itself, and attributes that mean nothing any more are left out.
 * Source: https://github.com/onnx/onnx/blob/main/docs/Changelog.md (version 7 of the default ONNX operator set)
 */
import { clone, create } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  AttributeProtoSchema,
  TensorProtoSchema,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
} from 'onnx-buf';

const oldest = 7n;

/** Attributes of set 6 and before that set 7 does without. */
const leftOut: Readonly<Record<string, readonly string[]>> = {
  Add: ['broadcast', 'axis', 'consumed_inputs'],
  Sub: ['broadcast', 'axis', 'consumed_inputs'],
  Mul: ['broadcast', 'axis', 'consumed_inputs'],
  Div: ['broadcast', 'axis', 'consumed_inputs'],
  Pow: ['broadcast', 'axis'],
  And: ['broadcast', 'axis'],
  Or: ['broadcast', 'axis'],
  Xor: ['broadcast', 'axis'],
  Equal: ['broadcast', 'axis'],
  Greater: ['broadcast', 'axis'],
  Less: ['broadcast', 'axis'],
  Gemm: ['broadcast'],
  BatchNormalization: ['is_test', 'consumed_inputs'],
  Dropout: ['is_test'],
};

/** Numbers that were meant where none are stated, and are others today. */
const stated: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  Selu: { alpha: 1.6732, gamma: 1.0507 },
};
/** The first set in which they are today's. */
const statedSince = 6n;

/** Changes the model it is given. What cannot be said in set 7 stays, for the runtime to refuse. */
export function upgradeModel(model: ModelProto): void {
  const version = model.opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx');
  const { graph } = model;
  if (!graph || !version || version.version >= oldest) return;
  const ranks = new Ranks(graph);
  const isEarly = version.version < statedSince;
  if (!graph.node.every((node) => upgradeNode(node, graph, ranks, isEarly))) return;
  version.version = oldest;
}

/** Whether the node now means in set 7 what it meant before. */
function upgradeNode(node: NodeProto, graph: GraphProto, ranks: Ranks, isEarly: boolean): boolean {
  const number = (name: string) => node.attribute.find((attribute) => attribute.name === name)?.i;
  // While training these answered otherwise.
  if (node.opType === 'BatchNormalization' && number('is_test') !== 1n && node.output.length > 1)
    return false;
  const axis = number('axis');
  const isStretched = number('broadcast') === 1n && axis !== undefined;
  const isFitted =
    node.opType === 'PRelu'
      ? fitOperand(node, graph, ranks, 1)
      : !isStretched || fitOperand(node, graph, ranks, Number(axis));
  if (!isFitted) return false;
  const unused = leftOut[node.opType] ?? [];
  node.attribute = node.attribute.filter(({ name }) => !unused.includes(name));
  for (const [name, f] of Object.entries((isEarly && stated[node.opType]) || {})) {
    if (node.attribute.every((attribute) => attribute.name !== name)) {
      node.attribute.push(create(AttributeProtoSchema, { name, f, type: AttributeType.FLOAT }));
    }
  }
  return true;
}

/** The second operand, which lies along `axis` of the first, with a size of 1 for each axis behind it. */
function fitOperand(node: NodeProto, graph: GraphProto, ranks: Ranks, axis: number): boolean {
  const [first = '', second = ''] = node.input;
  const rank = ranks.of(first);
  const own = ranks.of(second);
  if (rank === undefined || own === undefined) return false;
  const behind = rank - axis - own;
  const operand = ranks.constants.get(second);
  if (behind <= 0 || operand?.dims.every((size) => size === 1n)) return true;
  if (!operand) return false;
  const name = `${second}/fitted_${graph.initializer.length}`;
  graph.initializer.push(fitted(operand, name, behind));
  node.input[1] = name;
  return true;
}

function fitted(operand: TensorProto, name: string, behind: number): TensorProto {
  const dims = [...operand.dims, ...new Array<bigint>(behind).fill(1n)];
  return Object.assign(clone(TensorProtoSchema, operand), { name, dims });
}

/** How many sizes values have, of what the file says: inputs, constants, and values it describes. */
class Ranks {
  readonly constants: ReadonlyMap<string, TensorProto>;
  readonly #described: ReadonlyMap<string, number | undefined>;
  readonly #makers: ReadonlyMap<string, NodeProto>;
  readonly #known = new Map<string, number | undefined>();

  constructor({ initializer, input, valueInfo, node }: GraphProto) {
    this.constants = new Map(initializer.map((tensor) => [tensor.name, tensor]));
    this.#described = new Map(
      [...valueInfo, ...input].flatMap(({ name, type }): [string, number | undefined][] =>
        type?.value.case === 'tensorType' ? [[name, type.value.value.shape?.dim.length]] : [],
      ),
    );
    this.#makers = new Map(node.flatMap((maker) => maker.output.map((name) => [name, maker] as const)));
  }

  of(value: string): number | undefined {
    // A damaged file may go round in a circle.
    const seen = new Set<string>();
    let rank: number | undefined;
    for (let name = value; !seen.has(name);) {
      seen.add(name);
      rank = this.constants.get(name)?.dims.length ?? this.#described.get(name) ?? this.#known.get(name);
      if (rank !== undefined) break;
      // Of most operators the answer has the rank of what they are given first; before set 7 of all that take two.
      const maker = this.#makers.get(name);
      if (!maker || !keepingRank.has(maker.opType)) break;
      name = maker.input[0] ?? '';
    }
    for (const name of seen) this.#known.set(name, rank);
    return rank;
  }
}

const keepingRank: ReadonlySet<string> = new Set([
  ...['Add', 'Sub', 'Mul', 'Div', 'Pow'],
  ...['Conv', 'ConvTranspose', 'BatchNormalization', 'AveragePool', 'MaxPool', 'Relu', 'Sigmoid', 'Tanh'],
  ...[
    'Dropout',
    'LRN',
    'LeakyRelu',
    'PRelu',
    'Softmax',
    'Elu',
    'Selu',
    'Identity',
    'Neg',
    'Abs',
    'Exp',
    'Log',
  ],
]);
