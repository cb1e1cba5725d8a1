/** What tests of questions share: networks of layers that fit, random ones too, and what is known of their run. */
import fc from 'fast-check';
import { emptyDocument, type Document, type Edge, type Node } from '../document/document';
import { inferShapes } from '../document/infer';
import { checkAttributes, type Attributes } from '../layers/attributes';
import { layers } from '../layers/index';
import { describeProblem, isProblem, type Problem } from '../messages/problem';
import { createContext, type QuizContext, type Run } from './context';

export function whole<T extends object>(found: T | Problem): T {
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found;
}

/** A layer after the other; those that do not fit what comes before them are left out. */
export function chain(
  input: readonly number[],
  kinds: readonly (readonly [string, Attributes?])[],
  seed = 1,
): Document {
  let document: Document = {
    ...emptyDocument,
    seed,
    nodes: [nodeOf('input', 'Input', { shape: input })],
  };
  for (const [at, [kind, attributes = {}]] of kinds.entries()) {
    const node = nodeOf(`${kind.toLowerCase()}-${at + 1}`, kind, attributes);
    const last = document.nodes.at(-1)?.id ?? '';
    const edge: Edge = {
      id: node.id,
      from: { node: last, port: 'y' },
      to: { node: node.id, port: 'x' },
    };
    const next = { ...document, nodes: [...document.nodes, node], edges: [...document.edges, edge] };
    if (inferShapes(next).problems.length === 0) document = next;
  }
  return document;
}

function nodeOf(id: string, kind: string, given: Attributes): Node {
  const attributes = whole(checkAttributes(layers.get(kind)?.attributes ?? {}, given));
  return { id, kind, name: id, attributes };
}

export const lesson = chain(
  [1, 3],
  [['Linear', { out_features: 4 }], ['ReLU'], ['Linear', { out_features: 2 }], ['Softmax']],
);
export const image = chain(
  [1, 1, 8, 8],
  [
    ['Conv2d', { out_channels: 2 }],
    ['ReLU'],
    ['MaxPool2d'],
    ['Flatten'],
    ['Linear', { out_features: 5 }],
    ['Sigmoid'],
  ],
);

const epochs = [1.2, 0.9, 0.4, 0.7].map((loss, at) => ({ epoch: at + 1, loss, accuracy: 0.5 + at / 10 }));
/** With a training run whose third epoch is the best. */
export async function contextOf(document: Document, run: Run): Promise<QuizContext> {
  return whole(await createContext(document, run, epochs));
}

const small = fc.integer({ min: 1, max: 5 });
const anyLayer: fc.Arbitrary<readonly [string, Attributes?]> = fc.oneof(
  fc.tuple(
    fc.constant('Linear'),
    fc.record({ in_features: fc.constant(null), out_features: small, bias: fc.boolean() }),
  ),
  fc.tuple(
    fc.constant('Conv2d'),
    fc.record({
      out_channels: small,
      kernel_size: fc.integer({ min: 1, max: 3 }),
      stride: fc.integer({ min: 1, max: 2 }),
      padding: fc.integer({ min: 0, max: 1 }),
      bias: fc.boolean(),
    }),
  ),
  fc.constantFrom<readonly [string, Attributes?]>(
    ['ReLU'],
    ['LeakyReLU', { negative_slope: 0.25 }],
    ['Sigmoid'],
    ['Tanh'],
    ['GELU'],
    ['Softmax', { dim: -1 }],
    ['LogSoftmax', { dim: -1 }],
    ['MaxPool2d', { kernel_size: 2 }],
    ['AvgPool2d', { kernel_size: 2 }],
    ['AvgPool2d', { kernel_size: [1, 2], ceil_mode: true }],
    ['AdaptiveMaxPool2d', { output_size: 2 }],
    ['LPPool2d', { kernel_size: 2 }],
    ['Pad', { pad: [1, 0, 0, 2] }],
    ['Upsample', { mode: 'bilinear' }],
    ['PixelShuffle', { upscale_factor: 2 }],
    ['BatchNorm1d'],
    ['BatchNorm2d'],
    ['Dropout', { p: 0.5 }],
    ['Flatten'],
    ['Output'],
  ),
);

export const anyNetwork: fc.Arbitrary<Document> = fc
  .tuple(
    fc.oneof(
      fc.tuple(fc.integer({ min: 1, max: 3 }), small),
      fc.tuple(
        fc.constant(1),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 3, max: 6 }),
        fc.integer({ min: 3, max: 6 }),
      ),
      fc.tuple(small, small, small),
    ),
    fc.array(anyLayer, { minLength: 1, maxLength: 6 }),
    fc.integer({ min: 0, max: 1_000_000 }),
  )
  .map(([input, kinds, seed]) => chain(input, kinds, seed));
