/**
 * Upsample: images made larger, their numbers repeated or interpolated: y = A x Bᵀ, where each row of A says which rows
 * of x a row of y is made of, and how much of each, and B the same of columns.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.Upsample.html
 */
import { number, product, sum } from '../../tensor/expression';
import { floatTensor, type Tensor } from '../../tensor/tensor';
import { choice, flag, perDimension } from '../attributes';
import { defineLayer } from '../define';
import { pythonCall } from '../python';
import { texAt } from '../tex';
import { checkImage, each, together } from '../window';

interface Share {
  readonly place: number;
  readonly share: number;
}

interface Chosen {
  readonly mode: 'nearest' | 'bilinear';
  readonly align_corners: boolean;
}

export const upsample = defineLayer({
  kind: 'Upsample',
  group: 'shape',
  summary:
    'Makes images larger without learning anything. Nearest repeats each number; bilinear mixes the four around each new place, the nearer the more.',
  formula: 'y = x at the place scaled down',
  backward: 'Each gradient goes back to the numbers its place was made of, shared out as they were mixed.',
  words: ['resize', 'interpolate', 'nearest', 'bilinear', 'enlarge', 'decoder', 'u-net'],
  attributes: {
    scale_factor: perDimension(2, {
      initial: 2,
      min: 1,
      max: 16,
      help: 'How many times as large height and width get.',
    }),
    mode: choice({
      initial: 'nearest',
      options: ['nearest', 'bilinear'],
      help: 'Whether numbers are repeated or interpolated.',
    }),
    align_corners: flag({
      initial: false,
      help: 'Bilinear alone: whether the corners of input and output lie on each other.',
    }),
  },
  check: ([x = []]) => checkImage(x),
  emit({ builder, inputs: [x = ''], shapes: [[, , height = 1, width = 1] = []], attributes }) {
    const [down = 1, across = 1] = each(attributes.scale_factor, 2);
    const rows = builder.constant(matrix(height, down, attributes));
    const columns = builder.op('Transpose', [builder.constant(matrix(width, across, attributes))], {
      perm: { ints: [1, 0] },
    });
    return builder.op('MatMul', [rows, builder.op('MatMul', [x, columns])]);
  },
  recognise(y) {
    const { shape } = y.back(1, 0);
    const scale_factor = together([2, 3].map((axis) => (y.shape[axis] ?? 0) / (shape[axis] ?? 1)));
    return [
      { mode: 'nearest' as const },
      ...[false, true].map((align_corners) => ({ mode: 'bilinear' as const, align_corners })),
    ].map((way) => ({ shapes: [shape], attributes: { scale_factor, ...way } }));
  },
  explain({ input, shapeOf, attributes, index: [row = 0, channel = 0, i = 0, j = 0] }) {
    const [, , height = 1, width = 1] = shapeOf('x');
    const [down = 1, across = 1] = each(attributes.scale_factor, 2);
    const terms = sharesOf(i, height, down, attributes).flatMap((above) =>
      sharesOf(j, width, across, attributes).map((beside) => {
        const read = input('x', [row, channel, above.place, beside.place]);
        const share = above.share * beside.share;
        return share === 1 ? read : product(number(share), read);
      }),
    );
    const [only, ...others] = terms;
    return only && others.length === 0 ? only : sum(terms);
  },
  torch: ({ attributes: { scale_factor, mode, align_corners } }) => ({
    module: pythonCall(
      'nn.Upsample',
      [],
      [
        ['scale_factor', scale_factor],
        ['mode', mode, 'nearest'],
        ['align_corners', mode === 'bilinear' && align_corners, false],
      ],
    ),
  }),
  tex({ inputs: [x = ''], output, shapes: [[, , height = 1, width = 1] = []], attributes }) {
    const [down = 1, across = 1] = each(attributes.scale_factor, 2);
    const { mode, align_corners } = attributes;
    const at = (place: string, length: number, scale: number) => {
      if (mode === 'nearest') return `\\lfloor ${place} / ${scale} \\rfloor`;
      return align_corners
        ? `\\tfrac{${length - 1}}{${Math.max(1, length * scale - 1)}} ${place}`
        : `\\tfrac{${place} + 0.5}{${scale}} - 0.5`;
    };
    const read = texAt(x, 'n', 'c', at('i', height, down), at('j', width, across));
    return `${texAt(output, 'n', 'c', 'i', 'j')} = ${mode === 'nearest' ? read : `\\operatorname{mix}\\, ${read}`}`;
  },
  examples: [
    { inputs: [[1, 2, 2, 3]] },
    { inputs: [[2, 1, 2, 2]], attributes: { scale_factor: [3, 1] } },
    { inputs: [[1, 1, 3, 2]], attributes: { scale_factor: 2, mode: 'bilinear' } },
    { inputs: [[1, 2, 2, 3]], attributes: { scale_factor: [2, 3], mode: 'bilinear', align_corners: true } },
  ],
});

/** The places along one dimension a number of the output is made of, and how much of each. */
function sharesOf(
  at: number,
  length: number,
  scale: number,
  { mode, align_corners }: Chosen,
): readonly Share[] {
  if (mode === 'nearest') return [{ place: Math.floor(at / scale), share: 1 }];
  const last = length - 1;
  const place = align_corners ? (at * last) / Math.max(1, length * scale - 1) : (at + 0.5) / scale - 0.5;
  const inside = Math.min(Math.max(place, 0), last);
  const low = Math.floor(inside);
  const part = inside - low;
  const shares = [
    { place: low, share: 1 - part },
    { place: low + 1, share: part },
  ];
  return shares.filter(({ share }) => share > 0);
}

/** One row a number of the output, one column a number of the input. */
function matrix(length: number, scale: number, chosen: Chosen): Tensor<'float32'> {
  const size = length * scale;
  const values = new Array<number>(size * length).fill(0);
  for (let at = 0; at < size; at++) {
    for (const { place, share } of sharesOf(at, length, scale, chosen)) values[at * length + place] = share;
  }
  return floatTensor([size, length], values);
}
