/** GlobalMaxPool: the greatest number of each channel. Source: https://onnx.ai/onnx/operators/onnx__GlobalMaxPool.html (operator set 1) */
import { defineOp } from './define';
import { sendToGreatest } from './max-pool';
import { pooledWhole, wholeSamples } from './whole';

export const globalMaxPool = defineOp({
  type: 'GlobalMaxPool',
  since: 1,
  losesNaN: true,
  picks: true,
  shape: (inputs) => pooledWhole('GlobalMaxPool', inputs),
  gradient: (context) => {
    const sizes = { ints: context.shapes[0]?.slice(2) ?? [] };
    // dx = dy at the greatest number; of equals the first, as PyTorch has it
    return [sendToGreatest({ ...context, attributes: { kernel_shape: sizes, strides: sizes } })];
  },
  samples: wholeSamples,
});
