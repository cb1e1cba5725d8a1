/**
 * GLU: y = a / (1 + exp(-b)), where a and b are the halves of x along dim.
 * Sources: Dauphin and others, "Language Modeling with Gated Convolutional Networks", 2016; https://pytorch.org/docs/stable/generated/torch.nn.GLU.html
 */
import { problem } from '../../messages/problem';
import { integers } from '../../ops/backward';
import { call, minus, number, quotient, sum } from '../../tensor/expression';
import { formatShape, resolveAxis } from '../../tensor/shape';
import { integer } from '../attributes';
import { checkAxis } from '../axis';
import { defineLayer } from '../define';
import { pythonCall } from '../python';

export const glu = defineLayer({
  kind: 'GLU',
  group: 'activation',
  summary:
    'Cuts the tensor in halves. The second half, through a Sigmoid, says how much of the first half passes.',
  formula: 'y = a · sigmoid(b), with a and b the halves of x',
  backward:
    'The first half gets the gradient times its gate; the second half gets it times the first half and the slope of the Sigmoid.',
  words: ['gated linear unit', 'gate'],
  attributes: {
    dim: integer({
      initial: -1,
      min: -8,
      max: 7,
      help: 'The dimension that is cut in halves; -1 is the last.',
    }),
  },
  check([x = []], { dim }) {
    const misfit = checkAxis('dim', dim, x);
    if (misfit) return misfit;
    const length = x[resolveAxis(dim, x.length) ?? 0] ?? 0;
    return length % 2 === 0 ? undefined : problem('no-halves', { dim, length, shape: formatShape(x) });
  },
  emit({ builder, inputs: [x = ''], shapes: [shape = []], attributes: { dim } }) {
    const axis = resolveAxis(dim, shape.length) ?? 0;
    const half = (shape[axis] ?? 0) / 2;
    const cut = (from: number) =>
      builder.op('Slice', [
        x,
        ...[[from], [from + half], [axis], [1]].map((list) => integers(builder, list)),
      ]);
    return builder.op('Mul', [cut(0), builder.op('Sigmoid', [cut(half)])]);
  },
  recognise: (y) => [{ shapes: [y.back(0, 0).shape], attributes: { dim: y.back(0, 3).value } }],
  explain({ input, shapeOf, index, attributes: { dim } }) {
    const axis = resolveAxis(dim, index.length) ?? 0;
    const at = index[axis] ?? 0;
    const gate = input('x', index.with(axis, at + (shapeOf('x')[axis] ?? 0) / 2));
    return quotient(input('x', index), sum([number(1), call('exp', minus(gate))]));
  },
  torch: ({ attributes: { dim } }) => ({ module: pythonCall('nn.GLU', [], [['dim', dim, -1]]) }),
  tex: ({ inputs: [x = ''], output, attributes: { dim } }) =>
    `${output} = a \\odot \\sigma(b),\\quad (a,\\, b) = \\operatorname{halves}_{\\text{dim }${dim}}(${x})`,
  examples: [
    { inputs: [[1, 4]], attributes: { dim: -1 } },
    { inputs: [[2, 4, 3]], attributes: { dim: 1 } },
  ],
});
