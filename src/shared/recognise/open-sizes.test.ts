/** A model that is another network at other sizes is said to be read for one of them. */
import { expect, test } from 'vitest';
import { describeProblem, isProblem } from '../messages/problem';
import { encodeModel } from '../onnx/encode';
import type { Graph, OpNode } from '../onnx/graph';
import { readModel } from '../onnx/model-file';
import { wholeNumbers } from '../ops/plain/define';
import { frozenSizes } from './open-sizes';

const list = (...values: number[]) => wholeNumbers([values.length], values);
const op = (type: string, inputs: string[], output: string): OpNode => ({
  ...{ name: output, type, inputs, outputs: [output], attributes: {} },
});
const last = op('Slice', ['x', 'from', 'to', 'axis', 'step'], 'y');
const flat = [
  op('Shape', ['x'], 's'),
  op('Gather', ['s', 'first'], 'rows'),
  op('Concat', ['rows', 'rest'], 'to'),
];

test.each<[string, readonly OpNode[], Graph['initializers'], Graph['inputs'][number]['shape'], string]>([
  [
    'the last of so many steps',
    [last],
    new Map([
      ['from', list(-1)],
      ['to', list(1000)],
      ['axis', list(1)],
      ['step', list(1)],
    ]),
    [1, 'steps', 2],
    'leaves sizes open (steps)',
  ],
  [
    'the first of so many',
    [last],
    new Map([
      ['from', list(0)],
      ['to', list(1)],
      ['axis', list(1)],
      ['step', list(1)],
    ]),
    [1, 'steps', 2],
    '',
  ],
  [
    'the mean of so many places',
    [op('GlobalAveragePool', ['x'], 'y')],
    new Map(),
    [1, 2, 'height', 'width'],
    '',
  ],
  [
    'channels without their places',
    [{ ...op('ReduceMean', ['x'], 'y'), attributes: { axes: { ints: [2, 3] }, keepdims: { int: 0 } } }],
    new Map(),
    [1, 2, 'height', 'width'],
    '',
  ],
  [
    'rows laid out by how many there are',
    [
      ...flat.slice(0, 1),
      ...flat.slice(1, 2),
      { ...flat[2]!, attributes: { axis: { int: 0 } } },
      op('Reshape', ['x', 'to'], 'y'),
    ],
    new Map([
      ['first', list(0)],
      ['rest', list(-1)],
    ]),
    ['rows', 2, 3],
    '',
  ],
])('%s', (_, nodes, initializers, shape, said) => {
  const x = { name: 'x', dtype: 'float32', shape } as const;
  const bytes = encodeModel({ name: 'g', inputs: [x], outputs: [{ ...x, name: 'y' }], initializers, nodes });
  const model = readModel(bytes, 'm.onnx');
  if (isProblem(model)) throw new Error(describeProblem(model));
  const found = frozenSizes(model, 'm.onnx');
  expect(found === undefined).toBe(said === '');
  expect(found ? describeProblem(found) : '').toContain(said);
});
