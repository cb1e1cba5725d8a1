/**
 * One layer of a Transformer: attention, perhaps to a second sequence, and a network of two Linear layers for each
 * place, every one of them beside a way around it and with a LayerNorm, which comes after it or first.
 * Sources: Vaswani et al., "Attention Is All You Need", 2017; Xiong et al., "On Layer Normalization", 2020.
 */
import { defineLayer, type LayerDefinition, type LayerExample, type ParameterSpec } from '../define';
import { pythonCall } from '../python';
import { atEachStep } from '../uses';
import { checkMask, maskArgument } from './mask';
import { headParameters } from './multi-head';
import { checkHeads, placesOf } from './rows';
import { emitTransformer } from './transformer-emit';
import { fields, type Block } from './transformer-fields';
import { explainTransformer } from './transformer-explain';
import { guessTransformers } from './transformer-guess';
import { transformerParts } from './transformer-parts';
import { texTransformer } from './transformer-tex';

interface Variant {
  readonly kind: string;
  readonly summary: string;
  readonly formula: string;
  readonly words: readonly string[];
  readonly ports: readonly string[];
  readonly blocks: readonly Block[];
  /** What PyTorch calls the mask of its own sequence. */
  readonly mask: string;
  readonly examples: readonly LayerExample[];
}

export function defineTransformerLayer(variant: Variant): LayerDefinition<typeof fields> {
  const { kind, summary, formula, words, ports, blocks, mask, examples } = variant;
  return defineLayer({
    kind,
    group: 'attention',
    summary,
    formula,
    backward:
      'Each part adds to what passes it by, so gradients reach the input unchanged beside it. Through the attention they also reach every place that was looked at.',
    words: ['transformer', 'attention', 'masked attention', ...words],
    attributes: fields,
    inputs: (attributes) => (attributes.mask ? [...ports, mask] : ports),
    check(shapes, { d_model, nhead, batch_first }) {
      const length = { attribute: 'd_model', expected: d_model };
      const sequences = shapes.slice(0, ports.length);
      const misfit = checkHeads(sequences, batch_first, length, { attribute: 'nhead', count: nhead });
      const { places } = placesOf(shapes[0] ?? [], batch_first);
      return misfit ?? checkMask(shapes[ports.length], [places, places]);
    },
    resolve: ([x = []], attributes) => ({ ...attributes, d_model: x.at(-1) ?? 1 }),
    parameters: ([x = []], { dim_feedforward }) => parametersOf(blocks, x.at(-1) ?? 1, dim_feedforward),
    uses: atEachStep,
    emit: (context) => emitTransformer(blocks, context),
    expand: (context) => transformerParts(blocks, context),
    recognise: (y) => guessTransformers(blocks, y),
    explain: (context) => explainTransformer(blocks, context),
    torch({ inputs, attributes }) {
      const {
        d_model,
        nhead,
        dim_feedforward,
        dropout,
        activation,
        layer_norm_eps,
        batch_first,
        norm_first,
      } = attributes;
      const places = attributes.is_causal ? `${inputs[0] ?? ''}.size(${batch_first ? 1 : 0})` : undefined;
      const sequences = inputs.slice(0, ports.length);
      const given = [...sequences, ...maskArgument(mask, inputs[ports.length], places)].join(', ');
      return {
        module: pythonCall(
          `nn.${kind}`,
          [d_model ?? 1, nhead],
          [
            ['dim_feedforward', dim_feedforward, 2048],
            ['dropout', dropout, 0.1],
            ['activation', activation, 'relu'],
            ['layer_norm_eps', layer_norm_eps, 1e-5],
            ['batch_first', batch_first, false],
            ['norm_first', norm_first, false],
          ],
        ),
        call: (self) => `${self}(${given})`,
      };
    },
    tex: (context) => texTransformer(blocks, context),
    examples,
  });
}

/** In PyTorch's order: attention, the two Linear layers, and a norm for each part. */
function parametersOf(blocks: readonly Block[], length: number, between: number): readonly ParameterSpec[] {
  const linear = (name: string, outputs: number, inputs: number): readonly ParameterSpec[] => {
    const bound = 1 / Math.sqrt(inputs);
    const initial: ParameterSpec['initial'] = (random) => random.uniform(-bound, bound);
    return [
      { name: `${name}.weight`, shape: [outputs, inputs], initial },
      { name: `${name}.bias`, shape: [outputs], initial },
    ];
  };
  return [
    ...blocks.flatMap(({ name }) => headParameters(`${name}.`, length, true)),
    ...linear('linear1', between, length),
    ...linear('linear2', length, between),
    ...[...blocks, 'feed forward'].flatMap((_, at): readonly ParameterSpec[] => [
      { name: `norm${at + 1}.weight`, shape: [length], initial: () => 1 },
      { name: `norm${at + 1}.bias`, shape: [length], initial: () => 0 },
    ]),
  ];
}
