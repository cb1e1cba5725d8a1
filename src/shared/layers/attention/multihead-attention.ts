/**
 * MultiheadAttention: queries look at keys in several heads, and take the values they find.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html
 */
import { problem } from '../../messages/problem';
import { areShapesEqual, formatShape } from '../../tensor/shape';
import { mean } from '../arithmetic/mean';
import { number, quotient, sum } from '../../tensor/expression';
import { flag, real } from '../attributes';
import { defineLayer, outputPort } from '../define';
import { pythonCall } from '../python';
import { atEachStep } from '../uses';
import { emitDropout } from '../regularisation/define-dropout';
import { headParts } from './attend-parts';
import { checkMask, isCausal, mask, maskArgument, maskRows, texMasks } from './mask';
import { emitHeads, explainHeads, headParameters, once } from './multi-head';
import { batchFirst, checkHeads, headCount, indexOf, placesOf, rowLength, turned } from './rows';
import { emitMean, guessFromAnswer, guessFromWeights, opened, weightsPort } from './weights';

export const multiheadAttention = defineLayer({
  kind: 'MultiheadAttention',
  group: 'attention',
  summary:
    'Each place makes a query, a key and a value of its row, and answers with a mix of the values whose keys match its query. Several heads do so side by side, each looking for something of its own.',
  formula: 'y = all heads’ softmax(Q Kᵀ / √d) V side by side, projected',
  backward:
    'Gradients reach the values by the weight they were given, and through the weights the queries and keys, too. From there they go back to every place that was looked at.',
  words: [
    'self-attention',
    'cross-attention',
    'masked attention',
    'transformer',
    'query',
    'key',
    'value',
    'heads',
  ],
  attributes: {
    embed_dim: rowLength,
    num_heads: headCount,
    dropout: real({ initial: 0, min: 0, max: 1, help: 'Share of the weights silenced while training.' }),
    bias: flag({ initial: true, help: 'Whether each projection adds numbers of its own.' }),
    batch_first: batchFirst,
    is_causal: isCausal,
    mask,
    need_weights: flag({
      initial: false,
      help: 'Whether it also answers how much weight each place gives each other.',
    }),
    average_attn_weights: flag({
      initial: true,
      help: 'Whether these weights are the mean of all heads; else there are some for each head.',
    }),
  },
  inputs: (attributes) => ['query', 'key', 'value', ...(attributes.mask ? ['attn_mask'] : [])],
  outputs: ({ need_weights }) => (need_weights ? [outputPort, weightsPort] : [outputPort]),
  check([query = [], key = [], value = [], given], { embed_dim, num_heads, batch_first, is_causal }) {
    const length = { attribute: 'embed_dim', expected: embed_dim };
    const heads = { attribute: 'num_heads', count: num_heads };
    const misfit = checkHeads([query, key, value], batch_first, length, heads);
    if (misfit) return misfit;
    if (!areShapesEqual(key, value))
      return problem('values-do-not-match', { key: formatShape(key), value: formatShape(value) });
    const targets = placesOf(query, batch_first).places;
    const sources = placesOf(key, batch_first).places;
    if (is_causal && targets !== sources) {
      return problem(
        'causal-lengths-differ',
        { targets, sources },
        { kind: 'set-attribute', attribute: 'is_causal', value: false },
      );
    }
    return checkMask(given, [targets, sources]);
  },
  resolve: ([query = []], attributes) => ({ ...attributes, embed_dim: query.at(-1) ?? 1 }),
  parameters: ([query = []], { bias }) => headParameters('', query.at(-1) ?? 1, bias),
  uses: atEachStep,
  emit({ builder, inputs, shapes: [target = [], source = []], parameter, attributes, mode }) {
    const { num_heads, dropout, bias, batch_first, is_causal } = attributes;
    const { batch, places, length } = placesOf(target, batch_first);
    const rows = inputs.slice(0, 3).map((input) => turned(builder, input, batch_first));
    const [query = '', key = '', value = ''] = rows;
    const sources = placesOf(source, batch_first).places;
    let weights = '';
    const y = emitHeads(builder, {
      ...{ query, key, value, batch, targets: places, sources, length, heads: num_heads, bias, parameter },
      isCausal: is_causal,
      mask: inputs[3],
      drop(all) {
        weights = emitDropout(builder, all, [batch, num_heads, places, sources], dropout, mode);
        return weights;
      },
    });
    const answer = turned(builder, y, batch_first);
    if (!attributes.need_weights) return answer;
    return [answer, attributes.average_attn_weights ? emitMean(builder, weights) : weights];
  },
  expand({
    add,
    read,
    inputs: [query = '', key = '', value = '', given],
    shapes: [target = []],
    attributes,
  }) {
    const { answer, weights } = headParts(add, {
      ...{ query, key, value, mask: given },
      length: target.at(-1) ?? 1,
      heads: attributes.num_heads,
      bias: attributes.bias,
      dropout: attributes.dropout,
      isCausal: attributes.is_causal,
      isBatchFirst: attributes.batch_first,
    });
    if (!read.includes(weightsPort)) return answer;
    const averaged = () =>
      add({ name: 'mean of the heads', layer: mean, attributes: { dim: 1 }, inputs: [weights] });
    return [answer, attributes.average_attn_weights ? averaged() : weights];
  },
  recognise: (value) => [...guessFromAnswer(value), ...guessFromWeights(value)],
  explain({ input, parameter, shapeOf, index, attributes, output }) {
    const { num_heads, bias, batch_first, is_causal } = attributes;
    const { length } = placesOf(shapeOf('query'), batch_first);
    const isWeight = output?.port === weightsPort;
    const [example, place, at] = isWeight
      ? ([index[0] ?? 0, index.at(-2) ?? 0, index.at(-1) ?? 0] as const)
      : indexOf(index, batch_first);
    const rows = (port: string) =>
      once((from) =>
        Array.from({ length }, (_, number) => input(port, indexOf([example, from, number], batch_first))),
      );
    const { answers, weights } = explainHeads({
      query: rows('query'),
      key: rows('key'),
      value: rows('value'),
      mask: attributes.mask ? maskRows('attn_mask', { input, shapeOf }) : undefined,
      sources: placesOf(shapeOf('key'), batch_first).places,
      ...{ length, heads: num_heads, bias, isCausal: is_causal, parameter, mark: '' },
    });
    if (isWeight) {
      // What comes later is not looked at.
      const weightOf = (head: number) => weights(head)(place)[at] ?? number(0);
      if (!attributes.average_attn_weights) return opened(weightOf(index[1] ?? 0));
      const all = Array.from({ length: num_heads }, (_, head) => weightOf(head));
      return all.length === 1 ? opened(weightOf(0)) : quotient(sum(all), number(num_heads));
    }
    const found = answers(place)[at];
    if (!found) throw new RangeError(`no element ${index.join(', ')}`);
    return found;
  },
  torch({ inputs: [query = '', key = '', value = '', given], attributes }) {
    const { embed_dim, num_heads, dropout, bias, batch_first, is_causal } = attributes;
    const places = is_causal ? `${query}.size(${batch_first ? 1 : 0})` : undefined;
    const { need_weights, average_attn_weights } = attributes;
    const told = [
      ...(need_weights ? [] : ['need_weights=False']),
      ...(need_weights && !average_attn_weights ? ['average_attn_weights=False'] : []),
    ];
    const all = [query, key, value, ...maskArgument('attn_mask', given, places), ...told];
    return {
      module: pythonCall(
        'nn.MultiheadAttention',
        [embed_dim ?? 1, num_heads],
        [
          ['dropout', dropout, 0],
          ['bias', bias, true],
          ['batch_first', batch_first, false],
        ],
      ),
      call: (self) => `${self}(${all.join(', ')})${need_weights ? '' : '[0]'}`,
      ...(need_weights && { unpacked: { pattern: (names) => names.join(', ') } }),
    };
  },
  tex({ inputs, output, outputs: [, weights], shapes: [shape = []], attributes, parameter }) {
    const [query = '', key = '', value = '', given] = inputs;
    const { num_heads: heads, bias, is_causal } = attributes;
    const added = (name: string, letter: string) => (bias ? ` + ${parameter(name, letter)}` : '');
    const size = (shape.at(-1) ?? 1) / heads;
    const lines = [
      `[Q; K; V] &= [${query}; ${key}; ${value}]\\, ${parameter('in_proj_weight', 'W')}^\\top${added('in_proj_bias', 'b')}`,
      `A_h &= \\operatorname{softmax}\\Big(\\tfrac{Q_h K_h^\\top}{\\sqrt{${size}}}${texMasks(given, is_causal)}\\Big)`,
      `${output} &= [A_1 V_1; \\ldots; A_{${heads}} V_{${heads}}]\\, ${parameter('out_proj.weight', 'O')}^\\top${added('out_proj.bias', 'c')}`,
      ...(weights === undefined
        ? []
        : [
            `${weights} &= ${attributes.average_attn_weights ? `\\tfrac{1}{${heads}} \\textstyle\\sum_h A_h` : `[A_1, \\ldots, A_{${heads}}]`}`,
          ]),
    ];
    return `\\begin{aligned} ${lines.join(' \\\\ ')} \\end{aligned}`;
  },
  examples: [
    {
      inputs: [
        [2, 3, 4],
        [2, 3, 4],
        [2, 3, 4],
      ],
      attributes: { num_heads: 2 },
    },
    {
      inputs: [
        [2, 1, 2],
        [3, 1, 2],
        [3, 1, 2],
      ],
      attributes: { num_heads: 1, bias: false, batch_first: false },
    },
    {
      inputs: [
        [2, 3, 4],
        [2, 3, 4],
        [2, 3, 4],
      ],
      attributes: { num_heads: 2, dropout: 0.25, is_causal: true },
    },
    {
      inputs: [
        [2, 1, 4],
        [3, 1, 4],
        [3, 1, 4],
        [2, 3],
      ],
      attributes: { num_heads: 2, batch_first: false, mask: true },
    },
    {
      inputs: [
        [2, 3, 3],
        [2, 3, 3],
        [2, 3, 3],
        [3, 3],
      ],
      attributes: { is_causal: true, mask: true },
    },
    {
      inputs: [
        [2, 2, 4],
        [2, 3, 4],
        [2, 3, 4],
      ],
      attributes: { num_heads: 2, need_weights: true },
    },
    {
      inputs: [
        [3, 1, 4],
        [3, 1, 4],
        [3, 1, 4],
      ],
      attributes: {
        ...{ num_heads: 2, batch_first: false, is_causal: true },
        ...{ need_weights: true, average_attn_weights: false },
      },
    },
  ],
});
