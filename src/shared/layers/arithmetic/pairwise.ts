/** Layers that take two tensors number by number, sizes of 1 stretched. */
import { problem } from '../../messages/problem';
import type { Expression } from '../../tensor/expression';
import { broadcastIndex, broadcastShapes, formatShape } from '../../tensor/shape';
import { defineLayer, type Layer } from '../define';

interface Pairwise extends Pick<Layer, 'kind' | 'summary' | 'formula' | 'backward' | 'words'> {
  /** ONNX's operator. */
  readonly op: string;
  readonly explain: (a: Expression, b: Expression) => Expression;
  /** How Python and TeX write it. */
  readonly sign: string;
  readonly tex: (a: string, b: string) => string;
  /** It takes numbers other than zero. */
  readonly isPositive?: boolean;
}

export function definePairwise({ op, explain, sign, tex, isPositive, ...layer }: Pairwise): Layer {
  return defineLayer({
    ...layer,
    group: 'arithmetic',
    attributes: {},
    inputs: () => ['a', 'b'],
    check([a = [], b = []]) {
      if (broadcastShapes(a, b)) return undefined;
      return problem('shapes-do-not-broadcast', { a: formatShape(a), b: formatShape(b) });
    },
    emit: ({ builder, inputs }) => builder.op(op, inputs),
    recognise: (y) => [{ shapes: y.inputs.map(({ shape }) => shape) }],
    explain({ input, shapeOf, index }) {
      const read = (port: string) => input(port, broadcastIndex(shapeOf(port), index));
      return explain(read('a'), read('b'));
    },
    torch: ({ inputs }) => ({ expression: inputs.join(` ${sign} `) }),
    tex: ({ inputs: [a = '', b = ''], output }) => `${output} = ${tex(a, b)}`,
    examples: [
      {
        inputs: [
          [1, 4],
          [1, 4],
        ],
        ...(isPositive && { isPositive }),
      },
      {
        inputs: [
          [2, 3, 4],
          [3, 1],
        ],
        ...(isPositive && { isPositive }),
      },
    ],
  });
}
