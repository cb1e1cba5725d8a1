/** A step made into a model that takes many of them in one run: the runtime's Scan, whose body is the step. */
import { encodeModel } from '../onnx/encode';
import type { Graph, OpNode, ValueInfo } from '../onnx/graph';
import { nodesLeadingTo } from '../onnx/leading';
import type { Shape } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';

export interface Step {
  readonly name: string;
  readonly nodes: readonly OpNode[];
  readonly constants: ReadonlyMap<string, Tensor>;
  /** Values of one step that the next one starts from, with what replaces each and the name it leaves by. */
  readonly carried: readonly {
    readonly value: string;
    readonly replacement: string;
    readonly next: string;
    readonly shape: Shape;
  }[];
  /** What each step is given anew; the model takes them with one more axis in front. */
  readonly given: readonly ValueInfo[];
  /** What is the same for every step. */
  readonly whole: readonly ValueInfo[];
  /** What is told of each step, with the name it leaves by and one more axis in front. */
  readonly told: readonly { readonly name: string; readonly value: string; readonly shape: Shape }[];
}

const steps = 'steps';

/** How many steps a run takes is the length of what it is given. Source: https://onnx.ai/onnx/operators/onnx__Scan.html */
export function repeatStep({
  name,
  nodes,
  constants,
  carried,
  given,
  whole,
  told,
}: Step): Uint8Array<ArrayBuffer> {
  const float = (value: string, shape: ValueInfo['shape']): ValueInfo => ({
    name: value,
    dtype: 'float32',
    shape,
  });
  // The body may not call anything as the graph around it does.
  const inner = new Map(
    [...carried.map(({ value }) => value), ...given.map((info) => info.name)].map((outer) => [
      outer,
      `${outer}.now`,
    ]),
  );
  const rename = (value: string): string => inner.get(value) ?? value;
  const outputs = [
    ...carried.map(({ replacement, shape }) => float(replacement, shape)),
    ...told.map(({ value, shape }) => float(value, shape)),
  ];
  const body: Graph = {
    name: `${name} step`,
    nodes: nodesLeadingTo(nodes, new Set(outputs.map((output) => output.name))).map((node) => ({
      ...node,
      inputs: node.inputs.map(rename),
    })),
    inputs: [
      ...carried.map(({ value, shape }) => float(rename(value), shape)),
      ...given.map((info) => ({ ...info, name: rename(info.name) })),
    ],
    outputs,
    initializers: constants,
  };
  const scan: OpNode = {
    name,
    type: 'Scan',
    inputs: [...carried.map(({ value }) => value), ...given.map((info) => info.name)],
    outputs: [...carried.map(({ next }) => next), ...told.map((each) => each.name)],
    attributes: { body: { graph: body }, num_scan_inputs: { int: given.length } },
  };
  return encodeModel({
    name,
    nodes: [scan],
    inputs: [
      ...whole,
      ...given.map((info) => ({ ...info, shape: [steps, ...(info.shape ?? [])] })),
      ...carried.map(({ value, shape }) => float(value, shape)),
    ],
    outputs: [
      ...carried.map(({ next, shape }) => float(next, shape)),
      ...[...told.map((each) => each.name)].map((value) => float(value, [steps])),
    ],
    initializers: new Map(),
  });
}
