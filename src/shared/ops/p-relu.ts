/** PRelu: y = x, or slope x below zero, with the slope stretched over x. Source: https://onnx.ai/onnx/operators/onnx__PRelu.html */
import { runtimeReasons } from '../messages/reasons';
import { areShapesEqual, broadcastShapes, sizeOf } from '../tensor/shape';
import { scalar, sumTo } from './backward';
import { defineOp, misfit } from './define';

export const pRelu = defineOp({
  type: 'PRelu',
  since: 16,
  shape(inputs) {
    const [x, slope] = inputs;
    const fits = x && slope && areShapesEqual(broadcastShapes(x.shape, slope.shape) ?? [-1], x.shape);
    return fits && inputs.length === 2 ? [x.shape] : misfit('PRelu', inputs);
  },
  multiplyAdds: (_, [output = []]) => sizeOf(output),
  refusesMore: runtimeReasons.slope,
  gradient: ({ builder, inputs: [x = '', slope = ''], shapes: [, to = []], outputShape, dy }) => {
    const zero = scalar(builder, 0);
    const isAbove = builder.op('Greater', [x, zero]);
    // dx = dy where x > 0, slope dy elsewhere; dslope = Σ x dy below zero
    const dx = builder.op('Where', [isAbove, dy, builder.op('Mul', [dy, slope])]);
    const below = builder.op('Where', [isAbove, zero, builder.op('Mul', [dy, x])]);
    return [dx, sumTo(builder, below, outputShape, to)];
  },
  samples: [
    { inputs: [{ shape: [2, 3] }, { shape: [3] }] },
    { inputs: [{ shape: [2, 3, 4] }, { shape: [3, 1] }] },
    { inputs: [{ shape: [5] }, { shape: [1] }] },
  ],
});
