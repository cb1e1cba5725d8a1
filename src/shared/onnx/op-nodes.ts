/** A parsed model's main graph as ops: what each reads, answers and is told. */
import {
  AttributeProto_AttributeType as AttributeType,
  type AttributeProto,
  type ModelProto,
  type NodeProto,
} from 'onnx-buf';
import { strFromU8 } from 'fflate';
import type { OpAttribute, OpNode } from './graph';
import { decodeTensor } from './decode-tensor';
import { graphOf } from './model-parts';

/** In the file's order; attributes of other types than these are left out. */
export function opNodesOf(model: ModelProto): OpNode[] {
  return graphOf(model).node.map((node) => {
    const { outputs, ...op } = opNodeOf(node);
    return { ...op, outputs: outputs.filter(Boolean) };
  });
}

/** With an empty name for an output that is left out. */
export function opNodeOf({ name, opType, input, output, attribute }: NodeProto): OpNode {
  return {
    name,
    type: opType,
    inputs: input,
    outputs: output,
    attributes: Object.fromEntries(
      attribute.flatMap((stated): [string, OpAttribute][] => {
        const value = attributeOf(stated);
        return value ? [[stated.name, value]] : [];
      }),
    ),
  };
}

function attributeOf({ type, i, f, ints, floats, s, strings, t }: AttributeProto): OpAttribute | undefined {
  switch (type) {
    case AttributeType.INT:
      return { int: Number(i) };
    case AttributeType.FLOAT:
      return { float: f };
    case AttributeType.INTS:
      return { ints: ints.map(Number) };
    case AttributeType.FLOATS:
      return { floats };
    case AttributeType.STRING:
      return { text: strFromU8(s) };
    case AttributeType.STRINGS:
      return { texts: strings.map((each) => strFromU8(each)) };
    case AttributeType.TENSOR: {
      const tensor = t && decodeTensor(t);
      return tensor && { tensor };
    }
    default:
      return undefined;
  }
}
