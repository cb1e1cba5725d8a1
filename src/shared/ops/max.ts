/** Max: the greater of two numbers, with broadcasting. Source: https://onnx.ai/onnx/operators/onnx__Max.html */
import { scalar } from './backward';
import { defineBroadcastOp } from './define';

export const max = defineBroadcastOp('Max', 13, ({ builder, inputs: [a = '', b = ''], dy }) => {
  const zero = scalar(builder, 0);
  const isFirst = builder.op('GreaterOrEqual', [a, b]);
  // da = dy where a >= b, db = dy elsewhere
  return [builder.op('Where', [isFirst, dy, zero]), builder.op('Where', [isFirst, zero, dy])];
});
