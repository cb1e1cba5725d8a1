/** Whether rows fit a network and a loss, before anything runs. */
import { classLimit } from '../data/answers';
import { piecesOf, rowShape, rowWidth, type DataSet, type Features } from '../data/data-set';
import { acceptedBy, refusedBy } from '../document/accepted';
import { stageName, type Document, type NodeId } from '../document/document';
import { problem, type Problem, type Repair } from '../messages/problem';
import { formatShape, sizeOf, type Shape } from '../tensor/shape';
import { floatTensor } from '../tensor/tensor';
import type { Loss } from './losses/define';
import { lossFor, takesAnswers } from './losses/index';
import type { Complete } from './scope';

/** A problem with its repair in words, on the scored node where it is about one. */
export function checkData(
  document: Document,
  data: DataSet,
  input: { readonly id: NodeId; readonly shape: Shape },
  scored: Complete,
  loss: Loss,
): Problem | undefined {
  const { shape } = scored.emission.output;
  const name = stageName(scored.node);
  const found = loss.check(shape);
  if (found) return { ...found, node: scored.node.id, values: { ...found.values, name } };
  const width = rowWidth(data);
  const expected = sizeOf(input.shape.slice(1));
  if (width !== expected) {
    const found: Problem = problem(
      'data-does-not-fit-input',
      { width, expected },
      { kind: 'set-attribute', attribute: 'shape', value: [1, ...rowShape(data)] },
    );
    return { ...found, node: input.id };
  }
  const refusal = refusalOf(document, data, input.id);
  if (refusal) return refusal;
  if (loss.target === 'number') {
    const each = sizeOf(shape) / (input.shape[0] ?? 1);
    if (each !== 1) return tooFewOutputs(scored, 1, each);
    if (!takesAnswers(loss, data)) return offer('data-has-classes', data, loss, data.classes.length);
    return refuseNumbers(data, loss);
  }
  // A layer that mixes the rows of a minibatch leaves none to score.
  if (shape[0] !== input.shape[0]) {
    const found = problem('loss-needs-scores', { loss: loss.kind, name, shape: formatShape(shape) });
    return { ...found, node: scored.node.id };
  }
  if (data.classes.length === 0 || data.targets.some((target) => !Number.isInteger(target) || target < 0))
    return askForClasses(data, loss);
  if (data.classes.length === 1) return problem('data-has-one-class', { only: data.classes[0] ?? '' });
  const outputs = shape[1] ?? 0;
  const classes = data.targets.reduce((most, target) => Math.max(most, target + 1), data.classes.length);
  if (classes > outputs) {
    return tooFewOutputs(scored, classes, outputs);
  }
  // Probabilities are no scores: the loss would take the softmax of a softmax.
  const [source] = scored.inputs;
  if (loss.takesScores && scored.layer?.givesProbabilities && source?.edge) {
    const before = document.nodes.find(({ id }) => id === source.edge?.from.node);
    const called = before ? stageName(before) : '';
    return problem(
      'loss-after-softmax',
      { loss: loss.kind, name, before: called },
      { kind: 'score', node: source.edge.from.node, name: called },
    );
  }
  return undefined;
}

/** The narrowest limit that features were found to be below: they are looked through once, not at every edit. */
const lookedThrough = new WeakMap<Features, number>();

/** Why a layer that reads the rows does not take one of their numbers. */
function refusalOf(document: Document, data: DataSet, input: NodeId): Problem | undefined {
  const accepted = acceptedBy(document, input);
  const { features } = data;
  if (!accepted || (lookedThrough.get(features) ?? Infinity) <= accepted.below) return undefined;
  for (const piece of piecesOf(data)) {
    const refused = refusedBy(accepted, taken(features.take(...piece)));
    if (refused) return refused;
  }
  lookedThrough.set(features, accepted.below);
  return undefined;
}

const taken = (values: Float32Array) => floatTensor([values.length], values);

/** Of numbers that are two, classes can be made; others need another loss. */
function refuseNumbers(data: DataSet, loss: Loss): Problem | undefined {
  const value = loss.refuse?.(data.targets);
  if (value === undefined) return undefined;
  const isEither = data.classes.length === 0 && new Set(data.targets).size === 2;
  return offer(isEither ? 'data-not-yes-or-no' : 'data-not-between-0-and-1', data, loss, value);
}

/** Whole numbers may be the names of classes, however many they are. */
function askForClasses(data: DataSet, loss: Loss): Problem {
  const areWhole = new Set(data.targets).size <= classLimit && data.targets.every(Number.isInteger);
  return offer(areWhole ? 'data-could-be-classes' : 'data-has-no-classes', data, loss, data.targets[0] ?? 0);
}

function offer(
  code:
    | 'data-has-classes'
    | 'data-not-yes-or-no'
    | 'data-not-between-0-and-1'
    | 'data-could-be-classes'
    | 'data-has-no-classes',
  data: DataSet,
  loss: Loss,
  value: number,
): Problem {
  const other = lossFor(data)?.kind ?? '';
  const couldBe = code === 'data-not-yes-or-no' || code === 'data-could-be-classes';
  const repairs: readonly Repair[] = [
    ...(couldBe ? [{ kind: 'take-as', answer: 'class' } as const] : []),
    { kind: 'set-loss', loss: other },
  ];
  const name = data.columns.at(-1) ?? '';
  return problem(code, { loss: loss.kind, name, value: Math.fround(value), other }, ...repairs);
}

/** One click mends it where the layer says how many numbers it gives. */
function tooFewOutputs({ node, layer }: Complete, classes: number, outputs: number): Problem {
  const hasWidth = Object.hasOwn(layer?.attributes ?? {}, 'out_features');
  const found = problem(
    'data-does-not-fit-output',
    { name: stageName(node), classes, outputs },
    ...(hasWidth ? [{ kind: 'set-attribute', attribute: 'out_features', value: classes } as const] : []),
  );
  return { ...found, node: node.id };
}
