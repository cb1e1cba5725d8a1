/**
 * Upsample: images made larger, their numbers repeated or interpolated, along one side and then the other. Numbers are
 * looked up and not picked by products with zeros, which would make NaN of an infinity.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.Upsample.html
 */
import type { OpBuilder } from '../../onnx/builder';
import { integers } from '../../ops/backward';
import { evaluate, number, product, sum } from '../../tensor/expression';
import { floatTensor } from '../../tensor/tensor';
import { choice, flag, perDimension } from '../attributes';
import { defineLayer } from '../define';
import { pythonCall } from '../python';
import { texAt } from '../tex';
import { checkImage, each, together } from '../window';

/** What rounding leaves of a share that is none. */
const nothing = 1e-6;

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
    const wide = emitAlong(builder, x, 3, placesAlong(width, across, attributes));
    return emitAlong(builder, wide, 2, placesAlong(height, down, attributes));
  },
  recognise: (y) =>
    [
      { way: [0, 0], mode: 'nearest' as const },
      ...[false, true].map((align_corners) => ({
        way: [0, 0, 0, 0, 0, 0],
        ...{ mode: 'bilinear' as const, align_corners },
      })),
    ].map(({ way, ...chosen }) => {
      const { shape } = y.back(...way);
      const scale_factor = together([2, 3].map((axis) => (y.shape[axis] ?? 0) / (shape[axis] ?? 1)));
      return { shapes: [shape], attributes: { scale_factor, ...chosen } };
    }),
  explain({ input, shapeOf, attributes, index: [row = 0, channel = 0, i = 0, j = 0] }) {
    const [, , height = 1, width = 1] = shapeOf('x');
    const [down = 1, across = 1] = each(attributes.scale_factor, 2);
    const terms = sharesOf(i, height, down, attributes).flatMap((above) =>
      sharesOf(j, width, across, attributes).flatMap((beside) => {
        const read = input('x', [row, channel, above.place, beside.place]);
        const share = above.share * beside.share;
        // Nothing of a number is nothing, but of an infinity it is NaN.
        if (share < nothing && Number.isFinite(evaluate(read))) return [];
        return [share > 1 - nothing ? read : product(number(share), read)];
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
  // Where nothing grows PyTorch mixes each number with itself.
  if (scale === 1) return [1, 0].map((share) => ({ place: at, share }));
  const last = length - 1;
  // The step in float32, as PyTorch has it: a share of next to nothing is not nothing of an infinity.
  const place = align_corners
    ? at * Math.fround(last / Math.max(1, length * scale - 1))
    : Math.max(0, (at + 0.5) * Math.fround(1 / scale) - 0.5);
  const low = Math.min(Math.floor(place), last);
  const part = place - low;
  return [
    { place: low, share: 1 - part },
    { place: Math.min(low + 1, last), share: part },
  ];
}

/** Of all numbers along one dimension: their first share, and their second where they are mixed of two. */
function placesAlong(length: number, scale: number, chosen: Chosen): readonly (readonly Share[])[] {
  const all = Array.from({ length: length * scale }, (_, at) => sharesOf(at, length, scale, chosen));
  return (all[0] ?? []).map((_, which) => all.flatMap((shares) => shares[which] ?? []));
}

function emitAlong(
  builder: OpBuilder,
  x: string,
  axis: number,
  parts: readonly (readonly Share[])[],
): string {
  const [first = '', second] = parts.map((part) => {
    const places = integers(
      builder,
      part.map(({ place }) => place),
    );
    const read = builder.op('Gather', [x, places], { axis: { int: axis } });
    if (parts.length === 1) return read;
    const shares = floatTensor(
      axis === 3 ? [part.length] : [part.length, 1],
      part.map(({ share }) => share),
    );
    return builder.op('Mul', [read, builder.constant(shares)]);
  });
  return second === undefined ? first : builder.op('Add', [first, second]);
}
