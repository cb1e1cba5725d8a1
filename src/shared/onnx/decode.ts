/** The main graph of a model file as the app builds graphs itself, so that layers can be looked for in it. */
import {
  TensorProto_DataLocation as DataLocation,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from 'onnx-buf';
import { floatTensor, type Tensor } from '../tensor/tensor';
import { sizeOf } from '../tensor/shape';
import { dtypeOf } from './encode';
import type { Graph, OpNode, ValueInfo } from './graph';
import { contentsOf } from './model-file';
import { graphOf } from './model-parts';
import { opNodeOf } from './op-nodes';

/** Tensors of types that layers do not use, and attributes of kinds that ops here have not, are left out. */
export function decodeGraph(model: ModelProto): Graph {
  const graph = graphOf(model);
  const constants = graph.node.flatMap(constantOf);
  const tensors = [...graph.initializer.map((tensor) => [tensor.name, tensor] as const), ...constants];
  const names = new Set(constants.map(([name]) => name));
  return {
    name: graph.name,
    inputs: contentsOf(model).inputs.flatMap(({ name, dtype, shape }): ValueInfo[] =>
      dtype ? [{ name, dtype, shape: shape ?? [] }] : [],
    ),
    outputs: graph.output.map(({ name }: ValueInfoProto): ValueInfo => ({
      name,
      dtype: 'float32',
      shape: [],
    })),
    initializers: new Map(
      tensors.flatMap(([name, tensor]): [string, Tensor][] => {
        const decoded = decodeTensor(tensor);
        return decoded ? [[name, decoded]] : [];
      }),
    ),
    nodes: graph.node.filter(({ output }) => !names.has(output[0] ?? '')).map(decodeNode),
  };
}

/** A tensor among the ops is one of the model's like any other. */
function constantOf({ input, output: [name], attribute }: NodeProto): (readonly [string, TensorProto])[] {
  const tensor = input.length === 0 ? attribute.find(({ t }) => t)?.t : undefined;
  return name !== undefined && tensor ? [[name, tensor]] : [];
}

/** An operator of another domain is another operator. */
function decodeNode(node: NodeProto): OpNode {
  const op = opNodeOf(node);
  const isOwn = node.domain === '' || node.domain === 'ai.onnx';
  return isOwn ? op : { ...op, type: `${node.domain}.${op.type}` };
}

/** Undefined for other types, for values in another file, and where there are not as many as its shape says. */
function decodeTensor(tensor: TensorProto): Tensor | undefined {
  const shape = tensor.dims.map(Number);
  const count = sizeOf(shape);
  const dtype = dtypeOf(tensor.dataType);
  const { rawData: raw } = tensor;
  if (tensor.dataLocation === DataLocation.EXTERNAL) return undefined;
  // Raw values may start anywhere in the file, where arrays of larger elements may not.
  const bytes = () => new Uint8Array(raw).buffer;
  if (dtype === 'float32') {
    if (raw.length > 0 && raw.length !== count * 4) return undefined;
    const values = raw.length > 0 ? new Float32Array(bytes()) : tensor.floatData;
    return values.length === count ? floatTensor(shape, values) : undefined;
  }
  if (dtype === 'int64') {
    if (raw.length > 0 && raw.length !== count * 8) return undefined;
    const values = raw.length > 0 ? new BigInt64Array(bytes()) : BigInt64Array.from(tensor.int64Data);
    return values.length === count ? { dtype, shape, values } : undefined;
  }
  if (dtype === 'bool') {
    const values = raw.length > 0 ? new Uint8Array(raw) : Uint8Array.from(tensor.int32Data);
    return values.length === count ? { dtype, shape, values } : undefined;
  }
  return undefined;
}
