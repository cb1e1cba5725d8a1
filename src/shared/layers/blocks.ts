/** Blocks everyone has: layers wired to each other, as people put them together again and again. */
import type { Shape } from '../tensor/shape';
import type { AttributeValue } from './attributes';

export interface Part {
  readonly kind: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Column and row on the canvas. */
  readonly place: readonly [column: number, row: number];
  /** The parts it reads, port by port, counted from 0. */
  readonly from: readonly (readonly [part: number, port: string])[];
}

export interface Blueprint {
  readonly name: string;
  /** What is wired to the first goes through them all. */
  readonly parts: readonly Part[];
}

const part = (
  kind: string,
  attributes: Part['attributes'],
  [column, row = 0]: readonly [column: number, row?: number],
  ...from: Part['from']
): Part => ({ kind, attributes, place: [column, row], from });

const convolution = { out_channels: 8, kernel_size: 3, padding: 1, bias: false };

export const blueprints: readonly Blueprint[] = [
  {
    // He and others, "Deep Residual Learning for Image Recognition", 2015.
    name: 'Residual block',
    parts: [
      part('Identity', {}, [0]),
      part('Conv2d', convolution, [1, 1], [0, 'x']),
      part('BatchNorm2d', {}, [2, 1], [1, 'x']),
      part('ReLU', {}, [3, 1], [2, 'x']),
      part('Conv2d', convolution, [4, 1], [3, 'x']),
      part('BatchNorm2d', {}, [5, 1], [4, 'x']),
      part('Add', {}, [6], [0, 'a'], [5, 'b']),
      part('ReLU', {}, [7], [6, 'x']),
    ],
  },
  {
    name: 'Convolution block',
    parts: [
      part('Conv2d', convolution, [0]),
      part('BatchNorm2d', {}, [1], [0, 'x']),
      part('ReLU', {}, [2], [1, 'x']),
      part('MaxPool2d', { kernel_size: 2 }, [3], [2, 'x']),
    ],
  },
  {
    name: 'Feed-forward block',
    parts: [
      part('Linear', { out_features: 16 }, [0]),
      part('GELU', {}, [1], [0, 'x']),
      part('Dropout', { p: 0.1 }, [2], [1, 'x']),
      part('Linear', { out_features: 8 }, [3], [2, 'x']),
    ],
  },
];

/** A small network for rows of a shape, which answers a score for each class, or one number. */
export function networkFor(row: Shape, answers: number): readonly Part[] {
  const chain = (...layers: readonly (readonly [kind: string, attributes: Part['attributes']])[]) =>
    layers.map(([kind, attributes], at) =>
      part(kind, attributes, [at], ...(at === 0 ? [] : [[at - 1, 'x'] as const])),
    );
  const input = ['Input', { shape: [1, ...row] }] as const;
  const answer = ['Linear', { out_features: answers }] as const;
  if (row.length === 3)
    return chain(
      input,
      ['Conv2d', { out_channels: 8, kernel_size: 3, padding: 1 }],
      ['ReLU', {}],
      ['MaxPool2d', { kernel_size: 2 }],
      ['Flatten', {}],
      answer,
    );
  const flat = row.length > 1 ? [['Flatten', {}] as const] : [];
  return chain(input, ...flat, ['Linear', { out_features: 16 }], ['ReLU', {}], answer);
}
