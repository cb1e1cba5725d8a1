/** Functions of each number, and norms, in the steps that layers say them in. */
import { floatTensor, isFloat, numberAt, type Tensor } from '../../tensor/tensor';
import type { Graph, OpNode } from '../../onnx/graph';
import { scalar, reshapeTo } from '../backward';
import { floatOf, intOf, textOf } from '../define';
import type { OpBuilder } from '../../onnx/builder';
import type { PlainContext, PlainRule } from './define';

/** The only number of a constant. */
function numberOf(name: string | undefined, { tensor }: PlainContext): number | undefined {
  const kept = tensor(name);
  return kept && isFloat(kept) && kept.values.length === 1 ? numberAt(kept, 0) : undefined;
}

const isNear = (value: number | undefined, other: number): boolean =>
  value !== undefined && Math.abs(value - other) <= 1e-6 * Math.abs(other);

/** A number of its own shape, so that nothing is stretched by it. */
const isAlone = (tensor: Tensor | undefined): boolean => tensor?.values.length === 1;

/** The least and the greatest as inputs, each alone where there is one. Source: https://onnx.ai/onnx/operators/onnx__Clip.html */
export const clip: PlainRule = (node, context) => {
  const { builder, set, tensor } = context;
  const [x = '', low = '', high = ''] = node.inputs;
  const { min, max } = node.attributes;
  const isStated = set < 11;
  const [least, greatest] = isStated
    ? [min && floatOf(min, 0), max && floatOf(max, 0)]
    : [numberOf(low, context), numberOf(high, context)];
  // What is worked out while it runs is left to it.
  if (!isStated && ((low !== '' && least === undefined) || (high !== '' && greatest === undefined)))
    return undefined;
  if (least !== undefined && greatest !== undefined) {
    const isPlain = !isStated && [low, high].every((name) => tensor(name)?.shape.length === 0);
    return isPlain ? undefined : [builder.op('Clip', [x, scalar(builder, least), scalar(builder, greatest)])];
  }
  if (least !== undefined) return [builder.op('Max', [x, scalar(builder, least)])];
  return greatest === undefined ? [x] : [builder.op('Min', [x, scalar(builder, greatest)])];
};

/** As it predicts. Source: https://onnx.ai/onnx/operators/onnx__Dropout.html */
export const dropout: PlainRule = ({ inputs: [x = '', , training], outputs }, context) => {
  const mode = context.tensor(training);
  const isPredicting = training === undefined || training === '' || (mode && numberAt(mode, 0) === 0);
  return isPredicting && outputs.length === 1 ? [context.builder.op('Identity', [x])] : undefined;
};

/** As it predicts: how fast statistics move says nothing then. */
export const batchNormalization: PlainRule = ({ inputs, outputs, attributes }, { builder }) => {
  const { momentum, spatial, ...rest } = attributes;
  const isPredicting = intOf(rest.training_mode, 0) === 0 && outputs.length === 1;
  if (!isPredicting || intOf(spatial, 1) !== 1 || (!momentum && !spatial)) return undefined;
  return [builder.op('BatchNormalization', inputs, rest)];
};

/** A copy of numbers the model brings: exporters keep equal ones once. */
export const copied: PlainRule = ({ inputs: [x] }, { tensor, readers }) => {
  const kept = tensor(x);
  return kept && readers(x).length > 1 ? { ...kept } : undefined;
};

/** Numbers that a model brings once and copies, and whose copies are numbers of their own here. */
export function copiedIn({ nodes, initializers }: Pick<Graph, 'nodes' | 'initializers'>): readonly string[] {
  const reads = nodes.flatMap(({ inputs }) => inputs);
  const sources = nodes.flatMap(({ type, inputs: [x = ''] }) =>
    type === 'Identity' && initializers.has(x) ? [x] : [],
  );
  return [...new Set(sources)].filter((name) => reads.indexOf(name) !== reads.lastIndexOf(name));
}

/** Beyond this number PyTorch takes x itself, which in float32 is the same. */
const bendsUntil = 20;

/** Source: https://pytorch.org/docs/stable/generated/torch.nn.Softplus.html */
export const softplus: PlainRule = ({ inputs: [x = ''], outputs }, { readers, maker, builder }) => {
  const isMish = ({ type, outputs: [y] }: OpNode) =>
    type === 'Tanh' && readers(y).some((product) => product.type === 'Mul' && product.inputs.includes(x));
  const isLogSigmoid = ({ type }: OpNode) => type === 'Neg' && maker(x)?.type === 'Neg';
  const isBent = (reader: OpNode) =>
    ['Where', 'Div'].includes(reader.type) || isMish(reader) || isLogSigmoid(reader);
  if (readers(outputs[0]).some(isBent)) return undefined;
  const isStraight = builder.op('Greater', [x, scalar(builder, bendsUntil)]);
  return [builder.op('Where', [isStraight, x, builder.op('Softplus', [x])])];
};

/** Source: https://onnx.ai/onnx/operators/onnx__HardSwish.html */
export const hardSwish: PlainRule = ({ inputs: [x = ''] }, { builder }) => {
  const share = builder.op('HardSigmoid', [x], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } });
  return [builder.op('Mul', [x, share])];
};

const bent = (builder: OpBuilder, half: string, curve: string): string =>
  builder.op('Mul', [half, builder.op('Add', [curve, scalar(builder, 1)])]);

function emitGelu(builder: OpBuilder, x: string): string {
  const half = builder.op('Mul', [x, scalar(builder, 0.5)]);
  return bent(builder, half, builder.op('Erf', [builder.op('Div', [x, scalar(builder, Math.SQRT2)])]));
}

/** Source: https://onnx.ai/onnx/operators/onnx__Gelu.html */
export const gelu: PlainRule = ({ inputs: [x = ''], attributes }, { builder }) => {
  if (textOf(attributes.approximate, 'none') === 'none') return [emitGelu(builder, x)];
  const times = (value: string, factor: number) => builder.op('Mul', [value, scalar(builder, factor)]);
  const cube = builder.op('Mul', [builder.op('Mul', [x, x]), x]);
  const inner = builder.op('Add', [x, times(cube, 0.044715)]);
  const curve = builder.op('Tanh', [times(inner, Math.sqrt(2 / Math.PI))]);
  return [bent(builder, times(x, 0.5), curve)];
};

/** x · (erf(x / √2) + 1) · ½, as PyTorch writes GELU; undefined for another product. */
function geluIn([a, b]: readonly string[], context: PlainContext): string | undefined {
  const whole = context.maker(a);
  if (!isNear(numberOf(b, context), 0.5) || whole?.type !== 'Mul') return undefined;
  const [x, raised] = whole.inputs;
  const sum = context.maker(raised);
  const curve =
    sum?.type === 'Add' && isNear(numberOf(sum.inputs[1], context), 1) && context.maker(sum.inputs[0]);
  const inner = curve && curve.type === 'Erf' && context.maker(curve.inputs[0]);
  const isGelu =
    inner &&
    inner.type === 'Div' &&
    inner.inputs[0] === x &&
    isNear(numberOf(inner.inputs[1], context), Math.SQRT2);
  return isGelu ? x : undefined;
}

/** What is the same for all comes second. */
export const multiply: PlainRule = ({ inputs: [a = '', b = ''] }, context) => {
  const { builder, tensor } = context;
  const inputs = tensor(a) && !tensor(b) ? [b, a] : [a, b];
  const x = geluIn(inputs, context);
  if (x !== undefined) return [emitGelu(builder, x)];
  return inputs[0] === a ? undefined : [builder.op('Mul', inputs)];
};

/** The square of what lies around its mean, as norms are written: a product, as layers say it. */
export const power: PlainRule = ({ inputs: [a = '', b] }, context) => {
  const centred = context.maker(a);
  const mean = centred?.type === 'Sub' ? context.maker(centred.inputs[1]) : undefined;
  const isSquare = isAlone(context.tensor(b)) && valueOf(context.tensor(b)) === 2;
  const isCentred = mean?.type === 'ReduceMean' && mean.inputs[0] === centred?.inputs[0];
  return isSquare && isCentred ? [context.builder.op('Mul', [a, a])] : undefined;
};

const valueOf = (tensor: Tensor | undefined): number => (tensor ? numberAt(tensor, 0) : Number.NaN);

function standardised(builder: OpBuilder, x: string, axes: readonly number[], node: OpNode): string {
  const over = { axes: { ints: axes } };
  const centred = builder.op('Sub', [x, builder.op('ReduceMean', [x], over)]);
  const variance = builder.op('ReduceMean', [builder.op('Mul', [centred, centred])], over);
  const eps = scalar(builder, floatOf(node.attributes.epsilon, 1e-5));
  return builder.op('Div', [centred, builder.op('Sqrt', [builder.op('Add', [variance, eps])])]);
}

/** Source: https://onnx.ai/onnx/operators/onnx__LayerNormalization.html */
export const layerNormalization: PlainRule = (node, { inputs: [given], builder }) => {
  const [x = '', scale = '', bias] = node.inputs;
  const rank = given?.shape.length ?? 0;
  const axis = intOf(node.attributes.axis, -1);
  const first = axis < 0 ? axis : axis - rank;
  if (!given || node.outputs.length > 1 || !bias || first < -rank || first >= 0) return undefined;
  const axes = Array.from({ length: -first }, (_, at) => first + at);
  const normal = standardised(builder, x, axes, node);
  return [builder.op('Add', [builder.op('Mul', [normal, scale]), bias])];
};

/** Source: https://onnx.ai/onnx/operators/onnx__InstanceNormalization.html */
export const instanceNormalization: PlainRule = (node, { inputs: [given], tensor, builder }) => {
  const [x = '', scale = '', bias = ''] = node.inputs;
  const [, channels = 1, ...places] = given?.shape ?? [];
  if (!given || places.length === 0) return undefined;
  const normal = standardised(
    builder,
    x,
    places.map((_, axis) => axis + 2),
    node,
  );
  // Without a scale and a shift a model brings ones and zeros.
  const [ones, zeros] = [tensor(scale), tensor(bias)];
  const isAll = (numbers: Tensor | undefined, value: number) =>
    numbers !== undefined && isFloat(numbers) && numbers.values.every((one) => one === value);
  if (isAll(ones, 1) && isAll(zeros, 0)) return [normal];
  const across = (name: string) => reshapeTo(builder, name, [channels, ...places.map(() => 1)]);
  return [builder.op('Add', [builder.op('Mul', [normal, across(scale)]), across(bias)])];
};

/** A slope a channel, with sizes of 1 behind it. Source: https://onnx.ai/onnx/operators/onnx__PRelu.html */
export const pRelu: PlainRule = ({ inputs: [x = '', slope = ''] }, { tensor, derived, builder }) => {
  const kept = tensor(slope);
  const [count = 1, ...places] = kept?.shape ?? [];
  if (!kept || !isFloat(kept) || places.length === 0 || places.some((size) => size !== 1)) return undefined;
  const row = derived(slope, 'as a row', () => floatTensor([count], kept.values));
  return [builder.op('PRelu', [x, count === 1 ? row : reshapeTo(builder, row, [count, ...places])])];
};

/** More terms are one operator: a chain of so many layers shows nothing. */
const mostTerms = 64;

/** One after the other. Source: https://onnx.ai/onnx/operators/onnx__Sum.html */
export const sumOfAll: PlainRule = ({ inputs: [first = '', ...others] }, { builder }) => {
  if (others.length === 0) return [builder.op('Identity', [first])];
  if (others.length >= mostTerms) return undefined;
  return [others.reduce((sum, other) => builder.op('Add', [sum, other]), first)];
};

/** From float32 to float32. */
export const castAsItIs: PlainRule = ({ inputs: [x = ''], attributes }, { isReal, tensor }) =>
  // Weights are cast where they are not to learn.
  intOf(attributes.to, 0) === 1 && isReal(x) && !tensor(x) ? [x] : undefined;
