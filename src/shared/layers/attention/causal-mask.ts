/**
 * CausalMask: scores of which none is left for a key that comes later than the query: what softmax makes of it is zero.
 * Source: Vaswani et al., "Attention Is All You Need", 2017, section 3.2.3; https://pytorch.org/docs/stable/generated/torch.Tensor.masked_fill.html
 */
import { problem } from '../../messages/problem';
import { scalar } from '../../ops/backward';
import { number } from '../../tensor/expression';
import { formatShape, type Shape } from '../../tensor/shape';
import type { Tensor } from '../../tensor/tensor';
import { defineLayer } from '../define';

/** Finite, so that it can be shown, and far below any score. */
const hidden = -1e9;

export const causalMask = defineLayer({
  kind: 'CausalMask',
  group: 'attention',
  summary:
    'Hides from each row what comes after it: numbers right of the diagonal become -1000000000, of which softmax makes zero. A place then sees itself and those before it.',
  formula: 'y = x up to the diagonal, -10⁹ beyond',
  backward: 'The gradient passes up to the diagonal and is stopped beyond.',
  words: ['masked fill', 'triangular', 'tril', 'triu', 'look-ahead mask', 'autoregressive', 'attention mask'],
  attributes: {},
  check: ([x = []]) =>
    x.length < 2 ? problem('rank-too-low', { shape: formatShape(x), rank: 2 }) : undefined,
  emit: ({ builder, inputs: [x = ''], shapes: [shape = []] }) =>
    builder.op('Where', [builder.constant(upToDiagonal(shape)), x, scalar(builder, hidden)]),
  recognise: (y) => (y.type === 'Where' ? [{ shapes: [y.shape] }] : []),
  explain: ({ input, index }) => {
    const [row = 0, column = 0] = index.slice(-2);
    return column > row ? number(hidden) : input('x', index);
  },
  torch: ({ inputs: [x = ''] }) => ({
    expression: `${x}.masked_fill(torch.ones_like(${x}).triu(1).bool(), -1e9)`,
  }),
  tex: ({ inputs: [x = ''], output }) =>
    `${output}[t,\\, s] = \\begin{cases} ${x}[t,\\, s] & s \\le t \\\\ -10^9 & \\text{else} \\end{cases}`,
  examples: [{ inputs: [[3, 3]] }, { inputs: [[2, 2, 3, 4]] }],
});

function upToDiagonal(shape: Shape): Tensor<'bool'> {
  const [rows = 1, columns = 1] = shape.slice(-2);
  const values = Uint8Array.from({ length: rows * columns }, (_, at) =>
    Number(at % columns <= Math.floor(at / columns)),
  );
  return { dtype: 'bool', shape: [rows, columns], values };
}
