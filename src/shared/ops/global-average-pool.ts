/** GlobalAveragePool: the mean of each channel over all its places. Source: https://onnx.ai/onnx/operators/onnx__GlobalAveragePool.html (operator set 1) */
import { sizeOf } from '../tensor/shape';
import { scalar, stretched } from './backward';
import { defineOp } from './define';
import { pooledWhole, wholeSamples } from './whole';

export const globalAveragePool = defineOp({
  type: 'GlobalAveragePool',
  since: 1,
  shape: (inputs) => pooledWhole('GlobalAveragePool', inputs),
  gradient: ({ builder, shapes: [shape = []], dy }) => {
    const count = sizeOf(shape.slice(2));
    // dx = dy / count, over every place of the channel
    return [stretched(builder, builder.op('Div', [dy, scalar(builder, count)]), shape)];
  },
  samples: wholeSamples,
});
