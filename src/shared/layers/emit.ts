/** One layer's ops, with the shapes their rules give. */
import { isProblem, problem, type Problem } from '../messages/problem';
import { createOpCollector } from '../onnx/builder';
import type { OpNode } from '../onnx/graph';
import { describeConstant, type OpInput } from '../ops/define';
import { inferOpShapes } from '../ops/infer';
import type { Dtype, Tensor } from '../tensor/tensor';
import { formatShape, sizeOf, type Shape } from '../tensor/shape';
import type { Attributes } from './attributes';
import { listed, type Layer, type Mode, type ParameterSpec } from './define';

export interface Value {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: Dtype;
}

/** What a layer is given: float32, unless it is said otherwise. */
export type Given = Omit<Value, 'dtype'> & Partial<Pick<Value, 'dtype'>>;

/** What a layer answers at one of its ports. */
export interface Answer extends Value {
  readonly port: string;
  /** What it is, where it is no tensor whose numbers can be read; then shape and dtype say nothing. */
  readonly other?: string;
  /** What an operator of an opened model answers: its shape was found by a run, and the next may find another. */
  readonly isHeld?: true;
}

/** An input of ones and zeros, drawn afresh for each step: a one with the probability `keep`. */
export interface Mask extends Value {
  readonly keep: number;
}

/** How a layer is written in a model. */
type Written = Pick<Emission, 'nodes' | 'constants' | 'shapes'>;

export interface Emission {
  /** The first of its outputs, which stages show. */
  readonly output: Answer;
  /** In the order of its ports. */
  readonly outputs: readonly Answer[];
  readonly nodes: readonly OpNode[];
  readonly constants: ReadonlyMap<string, Tensor>;
  /** Of what its nodes read and answer, as far as rules tell. */
  readonly shapes?: ReadonlyMap<string, Shape>;
  /** In an exported model, where that says it otherwise. */
  readonly exported?: Written;
  /** Of an operator of an opened model: the constants by its ports, and the set that says what it means. */
  readonly own?: Readonly<Record<string, Tensor>>;
  readonly set?: number;
  readonly graphInputs: readonly Value[];
  readonly graphOutputs: readonly string[];
  /** As torchinfo counts them. */
  readonly multiplyAdds: number;
  /** With what was left to the input worked out. */
  readonly attributes: Attributes;
  readonly parameters: readonly (ParameterSpec & { readonly value: string })[];
  /** Inputs besides `graphInputs`; none unless training. */
  readonly masks: readonly Mask[];
  /** What takes a buffer's place after a step, both by the names of their values; none unless training. */
  readonly updates: ReadonlyMap<string, string>;
}

/** Parameters and outputs of more values than this are refused: as float32 they would not fit into memory. */
export const valueLimit = 200_000_000;

/** What the value at a port is called, where the model it came from does not call it otherwise. */
export const portValue = (name: string, port: string, isFirst: boolean): string =>
  isFirst ? name : `${name}:${port}`;

/**
 * `name` prefixes every value; the layer's first output is called `name` itself, and the others as `named` has them.
 * Never throws.
 */
export function emitLayer(
  layer: Layer,
  name: string,
  inputs: readonly Given[],
  attributes: Attributes,
  mode: Mode = 'eval',
  named: Readonly<Record<string, string>> = {},
): Emission | Problem {
  const emitted = emitAs('emit', layer, name, inputs, attributes, mode, named);
  if (!layer.exported || mode === 'train' || isProblem(emitted)) return emitted;
  const exported = emitAs('exported', layer, name, inputs, attributes, mode, named);
  return isProblem(exported) ? exported : { ...emitted, exported };
}

function emitAs(
  how: 'emit' | 'exported',
  layer: Layer,
  name: string,
  inputs: readonly Given[],
  attributes: Attributes,
  mode: Mode,
  named: Readonly<Record<string, string>>,
): Emission | Problem {
  const types = inputs.map(({ dtype = 'float32' }) => dtype);
  const ports = layer.outputs(attributes);
  const [first = ''] = ports;
  if (!layer.dtype(types, attributes, first))
    return problem('dtype-misfit', { types: [...new Set(types)].join(', ') });
  const shapes = inputs.map(({ shape }) => shape);
  const misfit = layer.check(shapes, attributes, mode);
  if (misfit) return misfit;
  const parameters = layer
    .parameters(shapes, attributes)
    .map((spec) => ({ ...spec, value: `${name}.${spec.name}` }));
  const builder = createOpCollector(name);
  const graphInputs: Value[] = [];
  const graphOutputs: string[] = [];
  const masks: Mask[] = [];
  const updates = new Map<string, string>();
  const emitted =
    layer[how]?.({
      builder: {
        ...builder,
        graphInput(shape, dtype) {
          graphInputs.push({ name, shape, dtype });
          return name;
        },
        graphOutput: (value) => graphOutputs.push(value),
        update: (parameter, value) => updates.set(`${name}.${parameter}`, value),
        mask(shape, keep) {
          const mask = `${name}/mask_${masks.length}`;
          masks.push({ name: mask, shape, dtype: 'float32', keep });
          return mask;
        },
      },
      inputs: inputs.map((input) => input.name),
      shapes,
      parameter: (parameter) => `${name}.${parameter}`,
      attributes,
      mode,
    }) ?? [];
  const known = new Map<string, OpInput>([
    ...inputs.map((input): [string, OpInput] => [input.name, { shape: input.shape }]),
    ...[...graphInputs, ...masks].map((input): [string, OpInput] => [input.name, { shape: input.shape }]),
    ...parameters.map(({ value, shape }): [string, OpInput] => [value, { shape }]),
    ...[...builder.constants].map(([key, tensor]): [string, OpInput] => [key, describeConstant(tensor)]),
  ]);
  const values = inferOpShapes(builder.nodes, known);
  if (isProblem(values)) return values;
  const large = [...values.values()].find(({ shape }) => sizeOf(shape) > valueLimit);
  if (large) {
    const size = sizeOf(large.shape);
    return problem('shape-too-large', { shape: formatShape(large.shape), size, limit: valueLimit });
  }
  const outputs = listed(emitted).map((value, at): Answer => {
    const port = ports[at] ?? '';
    return {
      name: at === 0 ? name : (named[port] ?? portValue(name, port, false)),
      shape: values.get(value)?.shape ?? [],
      dtype: layer.dtype(types, attributes, port) ?? 'float32',
      port,
    };
  });
  const names = new Map(listed(emitted).map((value, at) => [value, outputs[at]?.name ?? value]));
  const rename = (value: string) => names.get(value) ?? value;
  const [output = { name, shape: [], dtype: 'float32', port: first }] = outputs;
  return {
    shapes: new Map([...known, ...values].map(([value, { shape }]) => [rename(value), shape])),
    output,
    outputs,
    nodes: builder.nodes
      .map((node) => ({
        ...node,
        inputs: node.inputs.map(rename),
        outputs: node.outputs.map(rename),
      }))
      // A model may answer what it is given, under the same name: then nothing is between the two.
      .filter((node) => node.inputs.join() !== node.outputs.join() || node.outputs.length !== 1),
    constants: builder.constants,
    graphInputs,
    graphOutputs: graphOutputs.map(rename),
    multiplyAdds: layer.uses(output.shape, shapes) * learnedBy(parameters),
    attributes: layer.resolve(shapes, attributes),
    parameters,
    masks,
    updates: new Map([...updates].map(([parameter, value]) => [parameter, rename(value)])),
  };
}

function learnedBy(parameters: readonly ParameterSpec[]): number {
  return parameters.reduce((total, { shape, isBuffer }) => total + (isBuffer ? 0 : sizeOf(shape)), 0);
}
