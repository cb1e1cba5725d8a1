import type { OpNode } from '../../onnx/graph';
import { intOf } from '../define';

/** What answers truth values or whole numbers, whatever it is given. */
const others: ReadonlySet<string> = new Set([
  ...['ArgMax', 'ArgMin', 'NonZero', 'Shape', 'Size'],
  ...[
    'And',
    'Equal',
    'Greater',
    'GreaterOrEqual',
    'IsInf',
    'IsNaN',
    'Less',
    'LessOrEqual',
    'Not',
    'Or',
    'Xor',
  ],
]);

/** Whether an operator answers float32, by what it reads. */
export function answersReal(
  { type, inputs, attributes }: OpNode,
  isReal: (value: string) => boolean,
): boolean {
  if (type === 'Cast') return intOf(attributes.to, 0) === 1;
  return !others.has(type) && isReal(inputs[type === 'Where' ? 1 : 0] ?? '');
}
