/** The stages a question can be about, their numbers, and the arithmetic behind them. */
import { stageName } from '../document/document';
import type { NodeInference } from '../document/infer';
import { explainNumber } from '../explain/explain';
import type { Emission } from '../layers/emit';
import { commonMessages } from '../messages/common';
import { sourcesOf, type Expression } from '../tensor/expression';
import type { Random } from '../tensor/random';
import { formatShape, indexAt, sizeOf, type Shape } from '../tensor/shape';
import { elementAt, type Tensor } from '../tensor/tensor';
import type { QuizContext } from './context';

export interface Stage extends NodeInference {
  readonly emission: Emission;
  readonly name: string;
  readonly shape: Shape;
  /** What it answered. */
  readonly output: Tensor;
}

/** Complete stages in order, those that answered numbers. */
export function stagesOf(context: QuizContext): readonly Stage[] {
  return [...context.inference.nodes.values()].flatMap((inferred) => {
    const { node, emission } = inferred;
    const output = context.output(node.id);
    if (!emission || !output || output.dtype === 'string') return [];
    return [{ ...inferred, emission, name: stageName(node), shape: output.shape, output }];
  });
}

/** The stages that are asked about. */
export function askedStages(context: QuizContext): readonly Stage[] {
  const { focus } = context;
  return stagesOf(context).filter(({ node }) => focus === undefined || node.id === focus);
}

export function isAsked({ focus }: QuizContext, { node }: Stage): boolean {
  return focus === undefined || node.id === focus;
}

export function pick<T>(random: Random, list: readonly T[]): T | undefined {
  return list[Math.floor(random.uniform(0, list.length))];
}

/** The same list in a random order. */
export function mixed<T>(random: Random, list: readonly T[]): readonly T[] {
  return list
    .map((item) => ({ item, at: random.uniform(0, 1) }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** One number of a stage with the arithmetic that made it. */
export interface Worked {
  readonly stage: Stage;
  readonly index: readonly number[];
  readonly expression: Expression;
  /** What the engine answered. */
  readonly value: number;
}

const triesPerStage = 12;

/** How many numbers go into one: few can be worked out in the head, and of too many the arithmetic takes long to write. */
export const readings = { few: 12, many: 5000 } as const;

/** A number picked at random whose arithmetic is fit to be asked about; stages are tried in random order. */
export function pickWorked(
  context: QuizContext,
  random: Random,
  most: number,
  isFit: (worked: Worked) => boolean,
): Worked | undefined {
  for (const stage of mixed(random, askedStages(context))) {
    const worked = someWorked(context, stage, random, most).find(isFit);
    if (worked) return worked;
  }
  return undefined;
}

/** Some numbers of a stage, in random order; none where more than `most` numbers go into one. */
export function someWorked(
  context: QuizContext,
  stage: Stage,
  random: Random,
  most: number,
): readonly Worked[] {
  if (readingsOf(context, stage) > most) return [];
  const size = sizeOf(stage.shape);
  const all = size <= triesPerStage ? Array.from({ length: size }, (_, at) => at) : undefined;
  const some = Array.from({ length: triesPerStage }, () => Math.floor(random.uniform(0, size)));
  return mixed(random, all ?? [...new Set(some)]).flatMap(
    (offset) => workOut(context, stage, indexAt(stage.shape, offset)) ?? [],
  );
}

/** By what a stage answered, which is another tensor in every run. */
const counted = new WeakMap<Tensor, number>();

/** How many numbers go into the first or the last one of a stage, much like into any other; of a sequence one may be short. */
function readingsOf(context: QuizContext, stage: Stage): number {
  const known = counted.get(stage.output);
  if (known !== undefined) return known;
  const ends = [stage.shape.map(() => 0), stage.shape.map((length) => length - 1)];
  const counts = ends.map((index) => {
    const worked = workOut(context, stage, index);
    return worked ? sourcesOf(worked.expression).length : Infinity;
  });
  const count = Math.max(...counts);
  counted.set(stage.output, count);
  return count;
}

/** Undefined where a number it is made from is not there, or is none. */
export function workOut(context: QuizContext, stage: Stage, index: readonly number[]): Worked | undefined {
  const wired = new Map(stage.inputs.map(({ port, edge }) => [port, edge?.from]));
  const expression = explainNumber(stage, index, {
    input: (port) => {
      const from = wired.get(port);
      return from && context.output(from.node, from.port);
    },
    parameter: (name) => context.parameter(stage.node.id, name),
    given: stage.output,
  });
  const value = elementAt(stage.output, index);
  return expression && Number.isFinite(value) ? { stage, index, expression, value } : undefined;
}

/** `Linear 1 [0, 2]`, as PyTorch would index it. */
export function placeName({ stage, index }: Pick<Worked, 'stage' | 'index'>): string {
  return `${stage.name} ${formatIndex(index)}`;
}

export function formatIndex(index: readonly number[]): string {
  return `[${index.join(', ')}]`;
}

/** The shapes that go in, as people read them. */
export function inputShapes({ inputs }: Stage): string {
  return inputs.flatMap(({ shape }) => (shape ? [formatShape(shape)] : [])).join(commonMessages.and);
}
