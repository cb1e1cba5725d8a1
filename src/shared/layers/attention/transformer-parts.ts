/** A Transformer layer as layers: its attention, the two Linear layers, and a way around each with its norm. */
import { add as addLayer } from '../arithmetic/add';
import { gelu } from '../activation/gelu';
import { relu } from '../activation/relu';
import { linear } from '../dense/linear';
import type { ExpandContext, Kept } from '../define';
import { layerNorm } from '../normalisation/layer-norm';
import { dropout as dropoutLayer } from '../regularisation/dropout';
import { multiheadAttention } from './multihead-attention';
import type { Block, Transformer } from './transformer-fields';

/** What each attention is called here, by PyTorch's name. */
const attentionNames: Readonly<Record<string, string>> = {
  self_attn: 'self-attention',
  multihead_attn: 'cross-attention',
};

export function transformerParts(
  blocks: readonly Block[],
  { add, inputs, shapes: [target = []], attributes }: ExpandContext<Transformer>,
): string {
  const { nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first, norm_first } = attributes;
  const length = target.at(-1) ?? 1;
  const kept = (prefix: string, names: readonly string[]) =>
    Object.fromEntries(names.map((name): [string, Kept] => [name, { parameter: `${prefix}.${name}` }]));
  const dropped = (name: string, x: string) =>
    dropout === 0 ? x : add({ name, layer: dropoutLayer, attributes: { p: dropout }, inputs: [x] });
  const normed = (x: string, part: number) =>
    add({
      name: `norm ${part}`,
      layer: layerNorm,
      attributes: { eps: layer_norm_eps },
      inputs: [x],
      parameters: kept(`norm${part}`, ['weight', 'bias']),
    });
  const attended = (x: string, { name, source }: Block) => {
    const other = source === 0 ? x : (inputs[source] ?? '');
    const mask = source === 0 && attributes.mask ? [inputs[blocks.length] ?? ''] : [];
    const title = attentionNames[name] ?? name;
    const y = add({
      name: title,
      layer: multiheadAttention,
      attributes: {
        ...{ num_heads: nhead, dropout, batch_first },
        is_causal: attributes.is_causal && source === 0,
        mask: mask.length > 0,
      },
      inputs: [x, other, other, ...mask],
      parameters: kept(name, ['in_proj_weight', 'in_proj_bias', 'out_proj.weight', 'out_proj.bias']),
    });
    return dropped(`${title} dropout`, y);
  };
  const linearPart = (name: string, of: string, x: string, out_features: number) =>
    add({
      name,
      layer: linear,
      attributes: { out_features },
      inputs: [x],
      parameters: kept(of, ['weight', 'bias']),
    });
  const fedForward = (x: string) => {
    const wide = linearPart('feed forward 1', 'linear1', x, dim_feedforward);
    const active = add({ name: 'activation', layer: activation === 'relu' ? relu : gelu, inputs: [wide] });
    const inner = dropped('activation dropout', active);
    return dropped('feed forward dropout', linearPart('feed forward 2', 'linear2', inner, length));
  };
  const parts = [...blocks.map((block) => (x: string) => attended(x, block)), fedForward];
  const around = (x: string, y: string, part: number) =>
    add({ name: `way around ${part}`, layer: addLayer, inputs: [x, y] });
  return parts.reduce(
    (x, part, at) =>
      norm_first ? around(x, part(normed(x, at + 1)), at + 1) : normed(around(x, part(x), at + 1), at + 1),
    inputs[0] ?? '',
  );
}
