/** Slice: a stretch of one dimension. Source: https://pytorch.org/docs/stable/generated/torch.Tensor.narrow.html, written as Python's x[start:end:step] */
import { problem } from '../../messages/problem';
import { formatShape, resolveAxis, type Shape } from '../../tensor/shape';
import { integer, optional, type AttributesOf } from '../attributes';
import { checkAxis } from '../axis';
import { defineLayer } from '../define';
import { emitPart, explainPart, partDimension, type Part } from './part';

const limit = 4_000_000;
const fields = {
  dim: partDimension,
  start: integer({
    initial: 0,
    min: -limit,
    max: limit,
    help: 'The first that is kept; below zero counts from the end.',
  }),
  end: optional(
    integer({
      initial: 1,
      min: -limit,
      max: limit,
      help: 'The first that is no longer kept; empty keeps all to the end, below zero counts from it.',
    }),
    'to the end',
  ),
  step: integer({ initial: 1, min: 1, max: limit, help: 'How far it is from one that is kept to the next.' }),
};

export const slice = defineLayer({
  kind: 'Slice',
  group: 'shape',
  summary: 'Keeps a stretch of one dimension and leaves out the rest. No number changes.',
  formula: 'y = x[start:end:step] along dim',
  backward: 'What was kept gets its gradient; what was left out gets nothing.',
  words: ['crop', 'narrow', 'select', 'index', 'range'],
  attributes: fields,
  check([x = []], attributes) {
    const misfit = checkAxis('dim', attributes.dim, x);
    if (misfit) return misfit;
    const { start, end } = partOf(x, attributes);
    if (end > start) return undefined;
    const { dim } = attributes;
    const told = { start: attributes.start, end: attributes.end ?? 'the end', dim, shape: formatShape(x) };
    const repair = start < (x[resolveAxis(dim, x.length) ?? 0] ?? 0) ? start + 1 : 1;
    const reset = { kind: 'set-attribute', attribute: 'start', value: 0 } as const;
    const set = { kind: 'set-attribute', attribute: 'end', value: repair } as const;
    return problem('slice-empty', told, ...(repair === start + 1 ? [set] : [reset, set]));
  },
  emit: ({ builder, inputs: [x = ''], shapes: [shape = []], attributes }) =>
    emitPart(builder, x, partOf(shape, attributes)),
  recognise(y) {
    const [start = 0, end = 0, dim = 0, step = 1] = [1, 2, 3, 4].map((at) => y.back(at).value);
    return [{ shapes: [y.back(0).shape], attributes: { start, end, dim, step } }];
  },
  explain: ({ input, shapeOf, attributes, index }) =>
    explainPart(input, partOf(shapeOf('x'), attributes), index),
  torch: ({ inputs: [x = ''], attributes }) => ({ expression: `${x}[${pythonSlice(attributes)}]` }),
  tex: ({ inputs: [x = ''], output, attributes: { dim, start, end, step } }) =>
    `${output} = ${x}[${start}:${end ?? ''}${step === 1 ? '' : `:${step}`}]_{\\text{dim }${dim}}`,
  examples: [
    { inputs: [[2, 5]], attributes: { dim: 1, start: 1, end: 4, step: 1 } },
    { inputs: [[2, 3, 6]], attributes: { dim: -1, start: -5, end: null, step: 2 } },
  ],
});

function partOf(shape: Shape, { dim, start, end, step }: AttributesOf<typeof fields>): Part {
  const axis = resolveAxis(dim, shape.length) ?? 0;
  const length = shape[axis] ?? 0;
  const place = (at: number) => Math.max(0, Math.min(length, at < 0 ? at + length : at));
  return { axis, start: place(start), end: end === null ? length : place(end), step };
}

function pythonSlice({ dim, start, end, step }: AttributesOf<typeof fields>): string {
  const range = `${start}:${end ?? ''}${step === 1 ? '' : `:${step}`}`;
  const all = (count: number) => new Array<string>(count).fill(':');
  return dim >= 0 ? [...all(dim), range].join(', ') : ['...', range, ...all(-dim - 1)].join(', ');
}
