/** Two models for tests of their files: a sum, and branches that read what is around them. */
import {
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  type ModelProto,
} from 'onnx-buf';
import { floatTensor, type Tensor } from '../tensor/tensor';
import { encodeModel } from './encode';
import { modelOf, op, read, value, type Node } from './testing';

/** y = relu(x + w), with the initializer w also among the inputs when asked for. */
export const sumModel = (isInput = false): ModelProto =>
  read(
    encodeModel({
      name: 'sum',
      inputs: [
        { name: 'x', dtype: 'float32', shape: [2] },
        ...(isInput ? [{ name: 'w', dtype: 'float32' as const, shape: [2] }] : []),
      ],
      outputs: [{ name: 'y', dtype: 'float32', shape: [2] }],
      initializers: new Map([['w', floatTensor([2], [1, 1])]]),
      nodes: [
        { name: 'add', type: 'Add', inputs: ['x', 'w'], outputs: ['s'], attributes: {} },
        { name: 'relu', type: 'Relu', inputs: ['s'], outputs: ['y'], attributes: {} },
      ],
    }),
  );
export const x = floatTensor([2], [-3, 4]);
export const valuesOf = (tensor: Tensor | undefined) => Array.from(tensor?.values as ArrayLike<number>);

/** __proto__ = relu(x); y = if flag then __proto__ + __proto__ else __proto__, both seen from inside. */
export function branchModel(): ModelProto {
  const branch = (name: string, output: string, node: Node) => ({
    name,
    type: AttributeType.GRAPH,
    g: { name, output: [value(output, [2])], node: [node] },
  });
  const branches = [
    branch('then_branch', 'then_y', op('Add', ['__proto__', '__proto__'], ['then_y'])),
    branch('else_branch', 'else_y', op('Identity', ['__proto__'], ['else_y'])),
  ];
  return read(
    modelOf({
      input: [value('x', [2]), value('flag', [], DataType.BOOL)],
      output: [value('y', [2])],
      node: [
        op('Relu', ['x'], ['__proto__'], { name: 'relu' }),
        op('If', ['flag'], ['y'], { attribute: branches }),
      ],
    }),
  );
}
