/** Networks whose programs are recorded: branches, several ends, names that Python does not take, every attribute. */
import {
  emptyDocument,
  type Document,
  type Edge,
  type FloatTensor,
  type Node,
} from '../../document/document';
import { firstPort, inferShapes } from '../../document/infer';
import { sizeOf, type Shape } from '../../tensor/shape';
import { floatTensor } from '../../tensor/tensor';
import type { Attributes } from '../../layers/attributes';

interface Part extends Partial<Pick<Node, 'name' | 'isBypassed'>> {
  readonly kind: string;
  readonly attributes?: Attributes;
  /** Ids of the nodes it reads, port by port, with one of their answers where it is not the first; the one before it where
   * nothing is said. */
  readonly from?: readonly string[];
}

/** By id. */
export function build(title: string, parts: Readonly<Record<string, Part>>): Document {
  const ids = Object.keys(parts);
  const nodes = Object.entries(parts).map(([id, { kind, attributes = {}, name = id, isBypassed }]): Node => ({
    id,
    kind,
    name,
    attributes,
    ...(isBypassed && { isBypassed }),
  }));
  const ports = (id: string) => inferShapes({ nodes, edges: [] }).nodes.get(id)?.inputs ?? [];
  const edges = Object.entries(parts).flatMap(([id, { from }], at) =>
    ports(id).flatMap(({ port }, place): Edge[] => {
      const [source, answer] = (from ? from[place] : ids[at - 1])?.split('.') ?? [];
      const node = nodes.find((each) => each.id === source);
      if (!node) return [];
      const end = { node: node.id, port: answer ?? firstPort(node) };
      return [{ id: `${id}.${port}`, from: end, to: { node: id, port } }];
    }),
  );
  return withNumbers({ ...emptyDocument, title, nodes, edges });
}

/** The same numbers that scripts/reference/programs.py writes into parameters and inputs. */
function numbers(shape: Shape, isPositive: boolean): FloatTensor {
  const values = Array.from({ length: sizeOf(shape) }, (_, at) => (((at * 37) % 101) - 50) / 100);
  return floatTensor(
    shape,
    values.map((value) => (isPositive ? Math.abs(value) + 0.5 : value)),
  );
}

function withNumbers(document: Document): Document {
  const found = [...inferShapes(document).nodes.values()];
  return {
    ...document,
    parameters: Object.fromEntries(
      found.map(({ node, emission }) => [
        node.id,
        Object.fromEntries(
          (emission?.parameters ?? []).map(({ name, shape }) => [
            name,
            numbers(shape, name === 'running_var'),
          ]),
        ),
      ]),
    ),
    inputs: Object.fromEntries(
      found.flatMap(({ node, emission }) =>
        (emission?.graphInputs ?? []).map(({ shape }) => [node.id, numbers(shape, false)]),
      ),
    ),
  };
}

export const networks: Readonly<Record<string, Document>> = {
  residual: build('Residual network', {
    picture: { kind: 'Input', attributes: { shape: [2, 3, 8, 8] }, name: 'Picture' },
    first: { kind: 'Conv2d', attributes: { out_channels: 4, padding: 1, bias: false }, name: 'Conv2d 1' },
    norm: { kind: 'BatchNorm2d', attributes: { eps: 0.001 }, name: 'Norm' },
    relu: { kind: 'ReLU', name: 'ReLU 1' },
    second: { kind: 'Conv2d', attributes: { out_channels: 4, padding: 1 }, name: 'Conv2d 2' },
    plain: { kind: 'BatchNorm2d', attributes: { affine: false, momentum: 0.2 }, name: 'Plain norm' },
    add: { kind: 'Add', from: ['plain', 'relu'], name: 'Add' },
    pool: { kind: 'MaxPool2d', attributes: { kernel_size: 2, stride: null, padding: 0 }, name: 'Pool' },
    mean: {
      kind: 'AvgPool2d',
      attributes: { kernel_size: 3, stride: 2, padding: 1, count_include_pad: false },
      name: 'Mean',
    },
    flat: { kind: 'Flatten', name: 'Flatten' },
    drop: { kind: 'Dropout', attributes: { p: 0.25 }, name: 'Dropout', isBypassed: true },
    head: { kind: 'Linear', attributes: { out_features: 3 }, name: 'Head' },
    log: { kind: 'LogSoftmax', attributes: { dim: 1 }, name: 'Log' },
  }),
  ends: build('42 - two ends, "two" answers', {
    left: { kind: 'Input', attributes: { shape: [1, 3] }, name: 'class' },
    right: { kind: 'Input', attributes: { shape: [1, 2] }, name: 'x' },
    wide: { kind: 'Linear', attributes: { out_features: 4 }, from: ['left'], name: 'train' },
    narrow: { kind: 'Linear', attributes: { out_features: 4, bias: false }, from: ['right'], name: '线性' },
    both: { kind: 'Concat', attributes: { tensors: 2, dim: 1 }, from: ['wide', 'narrow'], name: 'torch' },
    bent: { kind: 'GELU', from: ['both'], name: 'lambda' },
    leaky: { kind: 'LeakyReLU', attributes: { negative_slope: 0.2 }, from: ['both'], name: 'self' },
    sum: { kind: 'Add', from: ['bent', 'leaky'], name: 'nn' },
    one: { kind: 'Output', from: ['sum'], name: 'First answer' },
    tanh: { kind: 'Tanh', from: ['one'], name: '2nd' },
    two: { kind: 'Output', from: ['tanh'], name: 'Second\nanswer' },
  }),
  shapes: build('', {
    given: { kind: 'Input', attributes: { shape: [2, 4, 3, 6] }, name: 'Input' },
    conv: {
      kind: 'Conv2d',
      attributes: {
        out_channels: 6,
        kernel_size: 2,
        stride: 2,
        padding: 2,
        dilation: 2,
        groups: 2,
        bias: false,
      },
      name: 'Conv',
    },
    flat: { kind: 'Flatten', attributes: { start_dim: 2, end_dim: 3 }, name: 'Flat' },
    norm: { kind: 'BatchNorm1d', name: 'Norm' },
    along: { kind: 'Linear', attributes: { out_features: 3 }, name: 'Along the last' },
    sigmoid: { kind: 'Sigmoid', name: 'Sigmoid' },
    drop: { kind: 'Dropout', attributes: { p: 0.5 }, name: 'Dropout' },
    softmax: { kind: 'Softmax', attributes: { dim: 1 }, name: 'Softmax' },
  }),
  sequences: build('Sequences', {
    given: { kind: 'Input', attributes: { shape: [2, 4, 6] }, name: 'Sentence' },
    placed: { kind: 'PositionalEncoding', name: 'Places' },
    encoder: {
      kind: 'TransformerEncoderLayer',
      attributes: { nhead: 2, dim_feedforward: 5, activation: 'gelu', is_causal: true },
      name: 'Encoder',
    },
    decoder: {
      kind: 'TransformerDecoderLayer',
      attributes: { nhead: 3, dim_feedforward: 4, norm_first: true },
      from: ['placed', 'encoder'],
      name: 'Decoder',
    },
    heads: {
      kind: 'MultiheadAttention',
      attributes: { num_heads: 2 },
      from: ['decoder', 'encoder', 'encoder'],
      name: 'Heads',
    },
    norm: { kind: 'LayerNorm', attributes: { normalized_shape: [4, 6] }, name: 'Norm' },
    gru: { kind: 'GRU', attributes: { hidden_size: 3, bidirectional: true }, name: 'GRU' },
    lstm: { kind: 'LSTM', attributes: { hidden_size: 3, num_layers: 2 }, name: 'LSTM' },
    head: { kind: 'Linear', attributes: { out_features: 2 }, from: ['lstm.last'], name: 'Head' },
  }),
  states: build('States', {
    given: { kind: 'Input', attributes: { shape: [2, 4, 3] }, name: 'Sentence' },
    hidden: {
      kind: 'LSTM',
      attributes: { hidden_size: 3, bidirectional: true },
      name: 'Hidden',
    },
    lstm: {
      kind: 'LSTM',
      attributes: { hidden_size: 3, num_layers: 2, dropout: 0.1, initial_state: true },
      from: ['given', 'hidden.h_n', 'hidden.c_n'],
      name: 'LSTM',
    },
    gru: {
      kind: 'GRU',
      attributes: { hidden_size: 3, bidirectional: true, initial_state: true },
      from: ['lstm', 'hidden.h_n'],
      name: 'GRU',
    },
    steps: { kind: 'Linear', attributes: { out_features: 2 }, from: ['gru'], name: 'Each step' },
    mean: { kind: 'Mean', attributes: { dim: 1 }, name: 'Mean' },
    head: { kind: 'Linear', attributes: { out_features: 2 }, from: ['gru.last'], name: 'Head' },
    both: { kind: 'Add', from: ['mean', 'head'], name: 'Both' },
  }),
  parts: build('Parts', {
    given: { kind: 'Input', attributes: { shape: [2, 6, 4] }, name: 'x' },
    cut: { kind: 'Chunk', attributes: { chunks: 3, dim: 1 }, name: 'Cut' },
    product: { kind: 'Multiply', from: ['cut.y1', 'cut.y3'], name: 'Cut y2' },
    sum: { kind: 'Add', from: ['cut.y2', 'product'], name: 'Sum' },
    heads: {
      kind: 'MultiheadAttention',
      attributes: { num_heads: 2, need_weights: true, average_attn_weights: false },
      from: ['sum', 'sum', 'sum'],
      name: 'Heads',
    },
    pooled: {
      kind: 'MaxPool1d',
      attributes: { kernel_size: 2, stride: 1, return_indices: true },
      name: 'Pooled',
    },
    best: { kind: 'Max', attributes: { dim: -1 }, name: 'Best' },
    piece: { kind: 'Split', attributes: { split_size: [2, 4], dim: 1 }, from: ['given'], name: 'Piece' },
    numbers: { kind: 'Output', from: ['best'], name: 'Numbers' },
    places: { kind: 'Output', from: ['best.indices'], name: 'Places' },
    under: { kind: 'Output', from: ['pooled.indices'], name: 'Under the window' },
    weights: { kind: 'Output', from: ['heads.weights'], name: 'Weights' },
    last: { kind: 'Output', from: ['piece.y2'], name: 'Last piece' },
  }),
  masks: build('Masks', {
    given: { kind: 'Input', attributes: { shape: [2, 4, 6] }, name: 'Sentence' },
    seen: { kind: 'Input', attributes: { shape: [4, 4] }, name: 'Mask' },
    learned: { kind: 'Parameter', attributes: { shape: [4, 4] }, name: 'Learned mask' },
    encoder: {
      kind: 'TransformerEncoderLayer',
      attributes: { nhead: 2, dim_feedforward: 5, mask: true },
      from: ['given', 'seen'],
      name: 'Encoder',
    },
    decoder: {
      kind: 'TransformerDecoderLayer',
      attributes: { nhead: 3, dim_feedforward: 4, is_causal: true, mask: true },
      from: ['given', 'encoder', 'learned'],
      name: 'Decoder',
    },
    heads: {
      kind: 'MultiheadAttention',
      attributes: { num_heads: 2, dropout: 0.2, is_causal: true, mask: true },
      from: ['decoder', 'encoder', 'encoder', 'seen'],
      name: 'Heads',
    },
    causal: {
      kind: 'MultiheadAttention',
      attributes: { num_heads: 3, dropout: 0.5, is_causal: true },
      from: ['heads', 'heads', 'heads'],
      name: 'Causal',
    },
  }),
};
