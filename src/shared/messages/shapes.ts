/** What is said of a network's shapes and of what it costs. */
import { fill } from './fill';

const shapesMessages = {
  empty: 'There is no shape yet. Open Build and drag a layer onto the canvas.',
  scale:
    'To a logarithmic scale: each doubling of a size adds the same length, and each doubling of the rows one more sheet.',
  alike: 'One row at a time. Drag the slider: the first size of every shape is the rows.',
  rows: '{rows} rows at once: {activations} times the activations and {multiplyAdds} times the multiply-adds of one row.',
  'rows-nothing-multiplied': '{rows} rows at once: {activations} times the activations of one row.',
  'parameters-stay': 'The {parameters} parameters stay: every row is worked out with the same ones.',
  'no-rows': 'No numbers go in yet, so there are no rows. Drag an Input onto the canvas.',
  'rows-differ': 'Its inputs begin with different sizes, so there are no rows that all of it is given.',
  'not-alike':
    'With {rows} rows at once {name} and what follows do not fit any more. With {own}, as in this network, they do.',
  own: 'Back to {rows}',
  most: 'Most parameters: {name}, {percent}%',
  busiest: 'Most multiply-adds: {name}, {percent}%',
  largest: 'Most activations: {name}, {percent}%',
  float32: 'A float32 number takes 4 bytes.',
  incomplete: 'Not complete yet: only what is complete is counted.',
  'to-scale': 'Shapes to scale',
  summary: 'Summary',
  batch: 'Batch',
  totals: 'Totals',
  // Names of fields, columns and what is counted.
  'rows-at-once': 'Rows at once',
  'count-rows': '{rows} rows',
  layer: 'Layer',
  input: 'Input',
  output: 'Output',
  'memory-of-parameters': 'Memory of parameters',
  'memory-of-activations': 'Memory of activations',
  parameters: 'Parameters',
  buffers: 'Running statistics',
  multiplyAdds: 'Multiply-adds',
  size: 'Size of parameters',
  activations: 'Activations',
} as const;
export type ShapesMessage = keyof typeof shapesMessages;

export function describeShapes(
  code: ShapesMessage,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return fill<string>(shapesMessages[code], values);
}
