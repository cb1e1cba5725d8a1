/**
 * Models of operator sets before 7 in the form of set 7, the first the runtime has: operands that were stretched by an
 * attribute are given the shape that stretches by itself, and attributes that mean nothing any more are left out.
 * Source: https://github.com/onnx/onnx/blob/main/docs/Changelog.md (version 7 of the default ONNX operator set)
 */
import { create } from '@bufbuild/protobuf';
import {
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

/** Changes the model it is given. What cannot be said in set 7 stays, for the runtime to refuse. */
export function upgradeModel(model: ModelProto): void {
  const version = model.opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx');
  const { graph } = model;
  if (!graph || !version || version.version >= oldest) return;
  if (!graph.node.every((node) => upgradeNode(node, graph))) return;
  version.version = oldest;
}

/** Whether the node now means in set 7 what it meant before. */
function upgradeNode(node: NodeProto, graph: GraphProto): boolean {
  const number = (name: string) => node.attribute.find((attribute) => attribute.name === name)?.i;
  // While training these answered otherwise.
  if (node.opType === 'BatchNormalization' && number('is_test') !== 1n && node.output.length > 1)
    return false;
  const axis = number('axis');
  const isStretched = number('broadcast') === 1n && axis !== undefined;
  const isFitted =
    node.opType === 'PRelu'
      ? fitOperand(node, graph, 1)
      : !isStretched || fitOperand(node, graph, Number(axis));
  if (!isFitted) return false;
  const unused = leftOut[node.opType] ?? [];
  node.attribute = node.attribute.filter(({ name }) => !unused.includes(name));
  return true;
}

/** The second operand, which lies along `axis` of the first, with a size of 1 for each axis behind it. */
function fitOperand(node: NodeProto, graph: GraphProto, axis: number): boolean {
  const [first = '', second = ''] = node.input;
  const rank = rankOf(first, graph);
  const own = rankOf(second, graph);
  if (rank === undefined || own === undefined) return false;
  const behind = rank - axis - own;
  const operand = graph.initializer.find(({ name }) => name === second);
  if (behind <= 0 || operand?.dims.every((size) => size === 1n)) return true;
  if (!operand) return false;
  const name = `${second}/fitted_${graph.initializer.length}`;
  graph.initializer.push(fitted(operand, name, behind));
  node.input[1] = name;
  return true;
}

function fitted(operand: TensorProto, name: string, behind: number): TensorProto {
  const dims = [...operand.dims, ...new Array<bigint>(behind).fill(1n)];
  return create(TensorProtoSchema, { ...operand, name, dims });
}

/** Of what the file says a shape of: inputs, constants, and values it describes. */
function rankOf(value: string, graph: GraphProto): number | undefined {
  // A damaged file may go round in a circle.
  const seen = new Set<string>();
  for (let name = value; !seen.has(name);) {
    seen.add(name);
    const constant = graph.initializer.find((tensor) => tensor.name === name);
    if (constant) return constant.dims.length;
    const type = [...graph.input, ...graph.valueInfo].find((info) => info.name === name)?.type?.value;
    if (type?.case === 'tensorType') return type.value.shape?.dim.length;
    // Of most operators the answer has the rank of what they are given first; before set 7 of all that take two.
    const maker = graph.node.find(({ output }) => output.includes(name));
    if (!maker || !keepingRank.has(maker.opType)) return undefined;
    name = maker.input[0] ?? '';
  }
  return undefined;
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
