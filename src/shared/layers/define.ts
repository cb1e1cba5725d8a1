/** The record every layer kind is described by; one file a layer, `index.ts` the only list. */
import type { Problem } from '../messages/problem';
import type { OpBuilder } from '../onnx/builder';
import type { Expression } from '../tensor/expression';
import type { Random } from '../tensor/random';
import type { Shape } from '../tensor/shape';
import type { Dtype, Tensor } from '../tensor/tensor';
import type { Attributes, AttributesOf, Fields } from './attributes';
import type { Seen } from './seen';

/** In the palette's order. */
export const groups = [
  'input and output',
  'dense',
  'embedding',
  'recurrent',
  'attention',
  'convolution',
  'pooling',
  'activation',
  'normalisation',
  'regularisation',
  'shape',
  'arithmetic',
] as const;
/** Operators of opened models that are no layers are in no palette. */
export type Group = (typeof groups)[number] | 'operator';

/** Some layers behave otherwise while training: `train` is for training models alone. */
export type Mode = 'train' | 'eval';

export interface ParameterSpec {
  /** PyTorch's name: `weight`, `bias`. */
  readonly name: string;
  readonly shape: Shape;
  /** One fresh value, as PyTorch draws it; `offset` counts the values of this parameter. */
  initial(random: Random, offset: number): number;
  /** Tells ways of drawing apart, where neither the shape nor the first number does. */
  readonly drawing?: string;
  /** Kept with the layer but not learned, as PyTorch's buffers: running statistics. */
  readonly isBuffer?: boolean;
}

export interface EmitContext<A> {
  readonly builder: LayerBuilder;
  /** Names of the values at the input ports. */
  readonly inputs: readonly string[];
  readonly shapes: readonly Shape[];
  /** Name of the value that holds a parameter. */
  readonly parameter: (name: string) => string;
  readonly attributes: A;
  readonly mode: Mode;
}

/** Ops, and the ends of the graph: only layers that are ends use those. */
export interface LayerBuilder extends OpBuilder {
  /** Declares an input of the model and returns its name. */
  readonly graphInput: (shape: Shape, dtype: Dtype) => string;
  /** Declares that a value is an output of the model. */
  readonly graphOutput: (value: string) => void;
  /** Declares a value that takes the place of a buffer after a training step; of the buffer's shape. */
  readonly update: (parameter: string, value: string) => void;
  /** Declares an input of ones and zeros, drawn afresh for each step: a one with the probability `keep`. */
  readonly mask: (shape: Shape, keep: number) => string;
}

export interface ExplainContext<A> {
  /** Which output number is asked about. */
  readonly index: readonly number[];
  /** Which output it is of. */
  readonly output: { readonly port: string; readonly dtype: Dtype } | undefined;
  /** The set that says what operators mean. */
  readonly set: number;
  readonly attributes: A;
  readonly inputPorts: readonly string[];
  readonly shapeOf: (port: string) => Shape;
  /** A number read from an input port. */
  readonly input: (port: string, index: readonly number[]) => Expression;
  /** A number the network was given: the counterpart of `graphInput`. */
  readonly given: (index: readonly number[]) => Expression;
  /** A number read from a parameter. */
  readonly parameter: (name: string, index: readonly number[]) => Expression;
  /** The numbers an operator brings to a port that do not learn. */
  readonly constant: (port: string) => Tensor | undefined;
}

/** Rows of a parameter; all of them where none are named. */
export interface Kept {
  /** Of the layer that is taken apart. */
  readonly parameter: string;
  readonly from?: number;
  readonly to?: number;
}

/** A layer of which another is made. */
export interface Part {
  /** What it is there for: `query`, `scores`. */
  readonly name: string;
  readonly layer: Layer;
  readonly attributes?: Attributes;
  /** What its ports read: parts before it, or ports of the layer. */
  readonly inputs: readonly string[];
  /** Its parameters by name, as parts of the layer's. */
  readonly parameters?: Readonly<Record<string, Kept>>;
}

export interface ExpandContext<A> {
  /** Ports of the layer that something reads: what nothing reads beside the first is not made. */
  readonly read: readonly string[];
  /** What reads the ports of the layer, in their order. */
  readonly inputs: readonly string[];
  readonly shapes: readonly Shape[];
  readonly attributes: A;
  /** Adds a part and returns what reads the first of its outputs. */
  readonly add: (part: Part) => string;
}

/** What a layer answers at its ports, in their order: one name, or several. */
export type Answers = string | readonly string[];

/** In the order of their ports. */
export const listed = (answers: Answers): readonly string[] =>
  typeof answers === 'string' ? [answers] : answers;

/** What a layer may have been: the shapes at its ports and its attributes; those left out are as they start. */
export interface Guess<A> {
  readonly shapes: readonly Shape[];
  readonly attributes?: Partial<A>;
  /** At which of its ports the value is answered: the first, unless it is said. */
  readonly port?: string;
  /** What other programs write for the same, where the layer's own ops are not what is seen. */
  emit?(context: EmitContext<A>): Answers;
}

/** How PyTorch writes a layer. */
export type TorchCode =
  /** A module the network keeps and calls with the inputs: `nn.Linear(3, 4)`; `call` where it is called otherwise. */
  | { readonly module: string; readonly call?: (self: string) => string; readonly unpacked?: Unpacked }
  /** A tensor the network keeps, under its own name: `nn.Parameter(torch.zeros(3))`. Its only parameter is it. */
  | { readonly kept: string }
  /** Written where it is computed: `a + b`. */
  | { readonly expression: string; readonly unpacked?: Unpacked }
  /** What `forward` is given. */
  | { readonly argument: true }
  /** An operator that PyTorch has no words for, by its kind. */
  | { readonly unwritten: string };

/** How the values of its ports are taken out of the tuple that PyTorch answers. */
export interface Unpacked {
  /** What stands left of the equals sign, of a variable for each port; `_` for those that are not asked for. */
  readonly pattern: (names: readonly string[]) => string;
  /** Ports that PyTorch has no value for, made of that of another. */
  readonly made?: Readonly<Record<string, { readonly of: string; readonly code: (value: string) => string }>>;
}

/** The numbers a port takes, where not any will do. */
export interface Accepted {
  /** Whole numbers from 0 to one less than this. */
  readonly below: number;
  /** Why another number is refused. */
  readonly refuse: (value: number) => Problem;
}

export interface TorchContext<A> {
  /** The Python expressions at the input ports. */
  readonly inputs: readonly string[];
  /** With what was left to the input worked out. */
  readonly attributes: A;
}

export interface TexContext<A> {
  /** Symbols at the input ports, and at those of the outputs that are there. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Of the first output. */
  readonly output: string;
  readonly shapes: readonly Shape[];
  readonly outputShape: Shape;
  /** With what was left to the input worked out. */
  readonly attributes: A;
  /** The letter for a parameter with this layer's number: `W_1`. */
  readonly parameter: (name: string, letter: string) => string;
}

/** A layer of an earlier format in today's terms. */
export interface Former {
  readonly kind?: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly port: string;
}

export interface LayerExample {
  readonly inputs: readonly Shape[];
  /** It takes numbers above zero alone, as a logarithm does. */
  readonly isPositive?: boolean;
  readonly attributes?: Attributes;
}

export interface LayerDefinition<F extends Fields> {
  /** PyTorch's class name, verbatim. */
  readonly kind: string;
  readonly group: Group;
  /** What it does, in a sentence or two a learner understands. */
  readonly summary: string;
  readonly formula: string;
  /** What it does with the gradients on the way back, in a sentence or two. */
  readonly backward: string;
  /** Other names people search for. */
  readonly words: readonly string[];
  readonly attributes: F;
  inputs(attributes: AttributesOf<F>): readonly string[];
  /** The first is the one that stages show. What reaches it may leave some of the last without a value. */
  outputs(attributes: AttributesOf<F>): readonly string[];
  /** Of what it answers at a port, by what reaches it; undefined where it does not take that. Layers compute in float32. */
  dtype(inputs: readonly Dtype[], attributes: AttributesOf<F>, port: string): Dtype | undefined;
  /** Why these inputs do not fit; never throws. Ops say the shapes that come out. */
  check(inputs: readonly Shape[], attributes: AttributesOf<F>, mode: Mode): Problem | undefined;
  /** What numbers an input port takes; undefined where it takes any. */
  accepts(port: string, attributes: AttributesOf<F>): Accepted | undefined;
  /** The attributes with those that were left to the input worked out. */
  resolve(inputs: readonly Shape[], attributes: AttributesOf<F>): AttributesOf<F>;
  parameters(inputs: readonly Shape[], attributes: AttributesOf<F>): readonly ParameterSpec[];
  /** How often torchinfo counts each number that is learned, a multiply-add each time. */
  uses(output: Shape, inputs: readonly Shape[]): number;
  /** Adds the layer's ops and returns its outputs' names. */
  emit(context: EmitContext<AttributesOf<F>>): Answers;
  /**
   * The ops of an exported model, where they are others than the layer is run with: what other programs write for the
   * same, and no size of what comes in.
   */
  exported?(context: EmitContext<AttributesOf<F>>): Answers;
  /** The inverse of `emit`: what the layer may have been that answers a value. What does not emit it is dropped. */
  recognise(value: Seen): readonly Guess<AttributesOf<F>>[];
  /**
   * The arithmetic of one number of an output; its value is the engine's, to rounding. Undefined where it is the
   * operator's own affair and not written out.
   */
  explain(context: ExplainContext<AttributesOf<F>>): Expression | undefined;
  /** Adds the layers it is made of and returns what reads its answers; undefined for a layer that is made of none. */
  expand(context: ExpandContext<AttributesOf<F>>): Answers | undefined;
  torch(context: TorchContext<AttributesOf<F>>): TorchCode;
  /** The formula in TeX, of the symbols it is given. */
  tex(context: TexContext<AttributesOf<F>>): string;
  /** Legal uses, which the registry tests run through the engine. */
  readonly examples: readonly LayerExample[];
  /**
   * What attributes of a file from before layers had several outputs said, where they chose the one that it answered:
   * today's attributes, and at which port that answer is. Undefined where they did not.
   */
  former(attributes: Readonly<Record<string, unknown>>): Former | undefined;
  /** The attributes for another number of rows at once: only layers where data enters change. */
  withRows(attributes: AttributesOf<F>, rows: number): AttributesOf<F>;
  /** Whether its outputs already add up to 1. */
  readonly givesProbabilities: boolean;
}

export type Layer = LayerDefinition<Fields>;

/** The output port of layers that have one. */
export const outputPort = 'y';

type Defaulted =
  | 'backward'
  | 'inputs'
  | 'outputs'
  | 'dtype'
  | 'check'
  | 'accepts'
  | 'resolve'
  | 'expand'
  | 'parameters'
  | 'uses'
  | 'recognise'
  | 'former'
  | 'words'
  | 'withRows'
  | 'givesProbabilities';

/** One input `x` that always fits, no parameters and an answer of the input's shape, unless the layer says otherwise. */
export function defineLayer<const F extends Fields>(
  layer: Omit<LayerDefinition<F>, Defaulted> & Partial<Pick<LayerDefinition<F>, Defaulted>>,
): LayerDefinition<F> {
  return {
    backward:
      'Each number collects, from every number made of it, that number’s gradient times how fast it changes with this one.',
    words: [],
    inputs: () => ['x'],
    outputs: () => [outputPort],
    dtype: (inputs) => (inputs.every((dtype) => dtype === 'float32') ? 'float32' : undefined),
    check: () => undefined,
    accepts: () => undefined,
    resolve: (_, attributes) => attributes,
    expand: () => undefined,
    parameters: () => [],
    uses: ([rows = 1]) => rows,
    recognise: ({ shape }) => [{ shapes: [shape] }],
    former: () => undefined,
    withRows: (attributes) => attributes,
    givesProbabilities: false,
    ...layer,
  };
}
