/** Which shape comes out of a stage. */
import { emitLayer } from '../../layers/emit';
import { commonMessages } from '../../messages/common';
import { isProblem } from '../../messages/problem';
import {
  describeExplanation,
  describeMistake,
  describeQuestion,
  type MistakeCode,
} from '../../messages/questions';
import { sourcesOf } from '../../tensor/expression';
import { areShapesEqual, formatShape, sizeOf, type Shape } from '../../tensor/shape';
import type { QuizContext } from '../context';
import { askedStages, formatIndex, inputShapes, pick, workOut, type Stage } from '../stages';
import type { Generator } from './define';

export const shapeAfter: Generator = {
  id: 'shape-after',
  make(context, random) {
    const stages = askedStages(context).filter(({ inputs }) => inputs.length > 0);
    const changing = stages.filter((stage) => !keepsShape(stage));
    // What changes a shape is asked about more often than what does not.
    const stage = pick(random, changing.length > 0 && random.uniform(0, 1) < 0.8 ? changing : stages);
    if (!stage) return undefined;
    const right = formatShape(stage.shape);
    const values = { stage: stage.name, shapes: inputShapes(stage), shape: right };
    return {
      text: describeQuestion('shape-after', values),
      right,
      wrong: mistakenShapes(stage).map(([code, shape]) => ({
        text: formatShape(shape),
        mistake: describeMistake(code),
      })),
      explanation: [describeExplanation('shape-after', values), ...reasons(context, stage)].join(' '),
      about: { node: stage.node.id },
    };
  },
};

function keepsShape({ inputs, shape }: Stage): boolean {
  return inputs.every((input) => input.shape && areShapesEqual(input.shape, shape));
}

/** Shapes as people get them wrong, best first. */
function mistakenShapes(stage: Stage): readonly (readonly [MistakeCode, Shape])[] {
  const { shape, inputs, emission } = stage;
  const [input = []] = inputs.flatMap((each) => (each.shape ? [each.shape] : []));
  const isImage = shape.length > 2;
  // Only a size that the layer worked out can be one off.
  const counted = shape.map((size, axis) => (axis > 1 && size !== input[axis] ? axis : -1));
  const changed = counted.filter((axis) => axis >= 0);
  const moved = (by: number): Shape => shape.map((size, axis) => (changed.includes(axis) ? size + by : size));
  const weight = emission.parameters.find((spec) => spec.shape.length > 1);
  const hasBias = !isImage && emission.parameters.length > 1;
  const last = shape.at(-1) ?? 1;
  const all: (readonly [MistakeCode, Shape] | undefined)[] = [
    [shape.length > 1 ? 'transposed' : 'unchanged', swapped(shape)],
    changed.length > 0 ? ['one-too-many', moved(1)] : undefined,
    keepsShape(stage) ? undefined : ['unchanged', input],
    weight && !isImage ? ['weight-shape', weight.shape] : undefined,
    hasBias ? ['bias-as-neuron', [...shape.slice(0, -1), last + 1]] : undefined,
    changed.length > 0 && changed.every((axis) => (shape[axis] ?? 1) > 1)
      ? ['one-too-few', moved(-1)]
      : undefined,
    isImage ? ['flattened', [shape[0] ?? 1, sizeOf(shape.slice(1))]] : undefined,
    shape.length > 1 ? ['batch-forgotten', shape.slice(1)] : undefined,
    ['one-number', shape.map(() => 1)],
    ['one-more', [...shape.slice(0, -1), last + 1]],
  ];
  return all.flatMap((each) => (each ? [each] : []));
}

function swapped(shape: Shape): Shape {
  return [...shape.slice(0, -2), ...shape.slice(-2).reverse()];
}

function reasons(context: QuizContext, stage: Stage): string[] {
  if (keepsShape(stage)) return [describeExplanation('shape-kept')];
  const deciding = decidingAttributes(stage);
  const said = deciding.map((name) => `${name} = ${String(stage.emission.attributes[name])}`);
  const code = said.length === 1 ? 'shape-decided' : 'shape-decided-together';
  const decided = said.length > 0 ? [describeExplanation(code, { attributes: listed(said) })] : [];
  return [...decided, ...lastReading(context, stage)];
}

/** The attributes that, were they one more, would give another shape or none. */
function decidingAttributes({ layer, emission, inputs }: Stage): string[] {
  if (!layer) return [];
  const values = inputs.map(({ port, shape = [] }) => ({ name: port, shape }));
  return Object.entries(emission.attributes).flatMap(([name, value]) => {
    if (typeof value !== 'number' || name.startsWith('in_')) return [];
    const more = emitLayer(layer, 'asked', values, { ...emission.attributes, [name]: value + 1 });
    return isProblem(more) || !areShapesEqual(more.output.shape, emission.output.shape) ? [name] : [];
  });
}

/** Of an image: how far the last place of the window reaches. */
function lastReading(context: QuizContext, stage: Stage): string[] {
  const { shape } = stage;
  if (shape.length < 3) return [];
  const last = workOut(
    context,
    stage,
    shape.map((size) => size - 1),
  );
  const read = last ? sourcesOf(last.expression).filter(({ kind }) => kind === 'input') : [];
  if (!last || read.length < 2) return [];
  const reads = shape.map((_, axis) => Math.max(...read.map(({ index }) => index[axis] ?? 0)));
  return [describeExplanation('shape-last', { last: formatIndex(last.index), reads: formatIndex(reads) })];
}

function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(commonMessages.and);
}
