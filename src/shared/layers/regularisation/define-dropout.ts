/** What layers that silence numbers while training share. Source: Srivastava et al., "Dropout", 2014. */
import { scalar } from '../../ops/backward';
import type { Problem } from '../../messages/problem';
import type { Shape } from '../../tensor/shape';
import { real } from '../attributes';
import { defineLayer, type Layer, type LayerBuilder, type LayerExample, type Mode } from '../define';
import { pythonCall } from '../python';

interface Variant {
  readonly kind: string;
  readonly summary: string;
  readonly words: readonly string[];
  readonly help: string;
  readonly check: (inputs: readonly Shape[]) => Problem | undefined;
  /** The shape of the ones and zeros, sizes of 1 stretched. */
  readonly mask: (shape: Shape) => Shape;
  readonly examples: readonly LayerExample[];
}

export function defineDropout({ kind, summary, words, help, check, mask, examples }: Variant): Layer {
  return defineLayer({
    kind,
    group: 'regularisation',
    summary,
    formula: 'y = x',
    backward:
      'Shown as it predicts: every gradient passes unchanged. While training it passes only where a number was kept.',
    words: ['regularization', ...words],
    attributes: { p: real({ initial: 0.5, min: 0, max: 1, help }) },
    check,
    emit({ builder, inputs: [x = ''], shapes: [shape = []], attributes: { p }, mode }) {
      const y = emitDropout(builder, x, mask(shape), p, mode);
      return y === x ? builder.op('Identity', [x]) : y;
    },
    explain: ({ input, index }) => input('x', index),
    torch: ({ attributes: { p } }) => ({ module: pythonCall(`nn.${kind}`, [], [['p', p, 0.5]]) }),
    tex: ({ inputs: [x = ''], output }) => `${output} = ${x}`,
    examples,
  });
}

/** The same value where nothing is dropped. */
export function emitDropout(builder: LayerBuilder, x: string, mask: Shape, p: number, mode: Mode): string {
  if (mode === 'eval' || p === 0) return x;
  if (p === 1) return builder.op('Mul', [x, scalar(builder, 0)]);
  // What is left is made larger, so that sums stay about the same.
  return builder.op('Div', [builder.op('Mul', [x, builder.mask(mask, 1 - p)]), scalar(builder, 1 - p)]);
}
