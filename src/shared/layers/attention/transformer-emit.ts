/** A Transformer layer as ops, part by part. */
import { emitDropout } from '../regularisation/define-dropout';
import { emitStandardised } from '../normalisation/standardise';
import { scalar } from '../../ops/backward';
import type { EmitContext } from '../define';
import { emitHeads, emitProjection } from './multi-head';
import { placesOf, turned } from './rows';
import type { Block, Transformer } from './transformer-fields';

export function emitTransformer(blocks: readonly Block[], context: EmitContext<Transformer>): string {
  const { builder, shapes, parameter, attributes, mode } = context;
  const { nhead, dim_feedforward, dropout, activation, layer_norm_eps, batch_first, norm_first } = attributes;
  const { batch, places: targets, length } = placesOf(shapes[0] ?? [], batch_first);
  // Each attention looks at a sequence; after these comes the mask of the first.
  const sequences = context.inputs
    .slice(0, blocks.length)
    .map((input) => turned(builder, input, batch_first));
  const dropped = (value: string, shape: readonly number[]) =>
    emitDropout(builder, value, shape, dropout, mode);
  const rows = [batch, targets, length];

  const normed = (value: string, part: number) => {
    const { normal } = emitStandardised(builder, value, [-1], layer_norm_eps);
    const scaled = builder.op('Mul', [normal, parameter(`norm${part}.weight`)]);
    return builder.op('Add', [scaled, parameter(`norm${part}.bias`)]);
  };
  const attended = (x: string, { name, source }: Block) => {
    const other = source === 0 ? x : (sequences[source] ?? '');
    const sources = placesOf(shapes[source] ?? [], batch_first).places;
    const y = emitHeads(builder, {
      ...{ query: x, key: other, value: other, batch, targets, sources, length, heads: nhead, bias: true },
      isCausal: attributes.is_causal && source === 0,
      mask: source === 0 ? context.inputs[blocks.length] : undefined,
      parameter: (each) => parameter(`${name}.${each}`),
      drop: (weights) => dropped(weights, [batch, nhead, targets, sources]),
    });
    return dropped(y, rows);
  };
  const fedForward = (x: string) => {
    const linear = (value: string, name: string) =>
      emitProjection(builder, value, parameter(`${name}.weight`), parameter(`${name}.bias`));
    const sums = linear(x, 'linear1');
    const active = activation === 'relu' ? builder.op('Relu', [sums]) : emitGelu(sums);
    return dropped(linear(dropped(active, [batch, targets, dim_feedforward]), 'linear2'), rows);
  };
  function emitGelu(x: string): string {
    const curve = builder.op('Erf', [builder.op('Mul', [x, scalar(builder, Math.SQRT1_2)])]);
    const half = builder.op('Mul', [x, scalar(builder, 0.5)]);
    return builder.op('Mul', [half, builder.op('Add', [curve, scalar(builder, 1)])]);
  }

  const parts = [...blocks.map((block) => (x: string) => attended(x, block)), fedForward];
  const y = parts.reduce(
    (x, part, at) =>
      norm_first
        ? builder.op('Add', [x, part(normed(x, at + 1))])
        : normed(builder.op('Add', [x, part(x)]), at + 1),
    sequences[0] ?? '',
  );
  return turned(builder, y, batch_first);
}
