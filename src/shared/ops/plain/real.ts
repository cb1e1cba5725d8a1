import type { OpNode } from '../../onnx/graph';
import { intOf } from '../define';

/** Operators that say where something is. */
const places: ReadonlySet<string> = new Set(['ArgMax', 'ArgMin', 'NonZero', 'Shape', 'Size']);
/** What answers truth values or whole numbers, whatever it is given. */
const others: ReadonlySet<string> = new Set([
  ...places,
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

/** Operators whose first answer alone is of the type that they read. */
const firstAlone: ReadonlySet<string> = new Set(['Dropout', 'MaxPool', 'TopK', 'Unique']);

/** Operators that answer whole numbers of those they read. */
const passing: ReadonlySet<string> = new Set([
  ...['Add', 'Concat', 'Div', 'Expand', 'Flatten', 'Gather', 'Identity', 'Mod', 'Mul', 'Reshape'],
  ...['Slice', 'Split', 'Squeeze', 'Sub', 'Transpose', 'Unsqueeze'],
]);
/** ONNX's number of an element type. Source: https://onnx.ai/onnx/repo-docs/IR.html */
const elements = { float32: 1, int64: 7 };

/** Whether an operator answers int64 at a place, by what it reads. */
export function answersWhole(
  { type, inputs, attributes }: OpNode,
  isWhole: (value: string) => boolean,
  place = 0,
): boolean {
  if (place > 0 && type !== 'Split') return type === 'MaxPool' || type === 'TopK' || type === 'Unique';
  if (type === 'Cast') return intOf(attributes.to, 0) === elements.int64;
  return places.has(type) || (passing.has(type) && isWhole(inputs[0] ?? ''));
}

/** Whether an operator answers float32 at a place, by what it reads. */
export function answersReal(
  { type, inputs, attributes }: OpNode,
  isReal: (value: string) => boolean,
  place = 0,
): boolean {
  if (place > 0 && firstAlone.has(type)) return false;
  if (type === 'Cast') return intOf(attributes.to, 0) === elements.float32;
  return !others.has(type) && isReal(inputs[type === 'Where' ? 1 : 0] ?? '');
}
