/** Clip: y = x, no less than min and no more than max. Source: https://onnx.ai/onnx/operators/onnx__Clip.html */
import { scalar } from './backward';
import { defineOp, misfit } from './define';

export const clip = defineOp({
  type: 'Clip',
  since: 13,
  shape(inputs) {
    const [x, ...limits] = inputs;
    const areScalars = limits.every(({ shape }) => shape.length === 0);
    return x && limits.length <= 2 && areScalars ? [x.shape] : misfit('Clip', inputs);
  },
  gradient: ({ builder, inputs: [x = '', least, most], dy }) => {
    const isAbove = least === undefined ? [] : [builder.op('Greater', [x, least])];
    const isBelow = most === undefined ? [] : [builder.op('Less', [x, most])];
    const [first, second] = [...isAbove, ...isBelow];
    if (first === undefined) return [dy];
    const isInside = second === undefined ? first : builder.op('And', [first, second]);
    // dx = dy where min < x < max; to the limits, which are constants, none is sent
    return [builder.op('Where', [isInside, dy, scalar(builder, 0)])];
  },
  samples: [
    { inputs: [{ shape: [2, 3] }] },
    {
      inputs: [
        { shape: [2, 3, 2] },
        { shape: [], values: [-1], dtype: 'float32' },
        { shape: [], values: [0.75], dtype: 'float32' },
      ],
    },
    { inputs: [{ shape: [7] }, { shape: [], values: [0], dtype: 'float32' }] },
  ],
});
