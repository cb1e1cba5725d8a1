/**
 * BatchNormalization, as it predicts: y = scale · (x - mean) / √(var + epsilon) + bias, one number of each a channel.
 * Source: https://onnx.ai/onnx/operators/onnx__BatchNormalization.html
 */
import { reshapeTo, scalar, sumOver } from './backward';
import { defineOp, floatOf, intOf, misfit, onePerNumber } from './define';

export const batchNormalization = defineOp({
  type: 'BatchNormalization',
  since: 15,
  shape(inputs, attributes) {
    const [x, ...statistics] = inputs.map(({ shape }) => shape);
    const channels = x?.[1];
    const fits =
      x &&
      x.length >= 2 &&
      statistics.length === 4 &&
      statistics.every((shape) => shape.length === 1 && shape[0] === channels);
    return fits && intOf(attributes.training_mode, 0) === 0 ? [x] : misfit('BatchNormalization', inputs);
  },
  // Mean, variance, scale and bias make one factor and one summand a channel.
  multiplyAdds: onePerNumber,
  gradient: ({
    builder,
    inputs: [x = '', scale = '', , mean = '', variance = ''],
    shapes: [shape = []],
    attributes,
    dy,
  }) => {
    const [, channels = 1, ...places] = shape;
    const across = (value: string) => reshapeTo(builder, value, [channels, ...places.map(() => 1)]);
    const sum = (value: string) => sumOver(builder, value, [0, ...places.map((_, axis) => axis + 2)], false);
    const spread = builder.op('Add', [variance, scalar(builder, floatOf(attributes.epsilon, 1e-5))]);
    const inverse = builder.op('Div', [scalar(builder, 1), builder.op('Sqrt', [spread])]);
    const slope = builder.op('Mul', [scale, inverse]);
    const centred = builder.op('Sub', [x, across(mean)]);
    // dbias = Σ dy, dscale = Σ dy · (x - mean) / √(var + epsilon)
    const dBias = sum(dy);
    const dScale = builder.op('Mul', [sum(builder.op('Mul', [dy, centred])), inverse]);
    // dmean = -slope · dbias, dvar = -slope / 2√(var + epsilon) · dscale
    const dMean = builder.op('Neg', [builder.op('Mul', [slope, dBias])]);
    const half = builder.op('Mul', [builder.op('Mul', [slope, inverse]), scalar(builder, -0.5)]);
    return [builder.op('Mul', [dy, across(slope)]), dScale, dBias, dMean, builder.op('Mul', [half, dScale])];
  },
  samples: [
    [2, 3, 2, 2],
    [4, 3],
    [2, 3, 5],
  ].map((shape) => ({
    inputs: [{ shape }, ...new Array<{ shape: [3] }>(4).fill({ shape: [3] })],
    attributes: { epsilon: { float: 0.125 } },
    positive: true,
  })),
});
