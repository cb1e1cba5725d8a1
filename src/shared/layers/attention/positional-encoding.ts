/**
 * PositionalEncoding: y = x + p, where p[t, 2i] = sin(t / 10000^(2i/d)) and p[t, 2i + 1] = cos of the same.
 * Source: Vaswani et al., "Attention Is All You Need", 2017, section 3.5.
 */
import { number, sum } from '../../tensor/expression';
import { floatTensor } from '../../tensor/tensor';
import { defineLayer } from '../define';
import { batchFirst, checkRows, indexOf, placesOf } from './rows';

export const positionalEncoding = defineLayer({
  kind: 'PositionalEncoding',
  group: 'attention',
  summary:
    'Adds waves of many lengths to the rows, so that each place of a sequence gets a pattern of its own. Attention by itself cannot tell what comes first and what comes last.',
  formula: 'y = x + sin or cos(t / 10000^(2i/d))',
  backward: 'The gradient passes unchanged: what is added depends on the place alone.',
  words: ['position', 'sinusoidal', 'transformer', 'sine', 'wave'],
  attributes: { batch_first: batchFirst },
  check: ([x = []], { batch_first }) => checkRows(x, batch_first),
  emit({ builder, inputs: [x = ''], shapes: [shape = []], attributes: { batch_first } }) {
    const { places, length } = placesOf(shape, batch_first);
    const values = Array.from({ length: places * length }, (_, at) =>
      encoding(Math.floor(at / length), at % length, length),
    );
    const sizes = batch_first ? [places, length] : [places, 1, length];
    return builder.op('Add', [x, builder.constant(floatTensor(sizes, values))]);
  },
  recognise: (y) =>
    y.type === 'Add' && y.back(1).origin.tensor
      ? [true, false].map((batch_first) => ({ shapes: [y.shape], attributes: { batch_first } }))
      : [],
  explain({ input, shapeOf, index, attributes: { batch_first } }) {
    const { length } = placesOf(shapeOf('x'), batch_first);
    const [, place, at] = indexOf(index, batch_first);
    return sum([input('x', index), number(encoding(place, at, length))]);
  },
  torch({ inputs: [x = ''], attributes: { batch_first } }) {
    const place = `torch.arange(${x}.size(${batch_first ? 1 : 0}))[:, None${batch_first ? '' : ', None'}]`;
    const at = `torch.arange(${x}.size(2))`;
    // cos(a) = sin(a + π/2)
    const angle = `${place} / 10000 ** (${at} // 2 * 2 / ${x}.size(2)) + ${at} % 2 * torch.pi / 2`;
    return { expression: `${x} + torch.sin(${angle})` };
  },
  tex({ inputs: [x = ''], output, shapes: [shape = []] }) {
    const angle = `t / 10000^{2i / ${shape.at(-1) ?? 1}}`;
    return `${output}[t] = ${x}[t] + p_t,\\quad p_{t,2i} = \\sin(${angle}),\\; p_{t,2i+1} = \\cos(${angle})`;
  },
  examples: [
    { inputs: [[2, 3, 4]], attributes: { batch_first: true } },
    { inputs: [[5, 1, 3]], attributes: { batch_first: false } },
  ],
});

function encoding(place: number, at: number, length: number): number {
  const angle = place / 10_000 ** ((2 * Math.floor(at / 2)) / length);
  return at % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
}
