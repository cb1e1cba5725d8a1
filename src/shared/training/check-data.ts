/** Whether rows fit a network and a loss, before anything runs. */
import { rowShape, rowWidth, type DataSet } from '../data/data-set';
import { refusalOf } from '../document/accepted';
import { stageName, type Document, type NodeId } from '../document/document';
import { problem, type Problem } from '../messages/problem';
import { formatShape, sizeOf, type Shape } from '../tensor/shape';
import type { Loss } from './losses/define';
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
  const refusal = refusalOf(document, input.id, data.features.values);
  if (refusal) return refusal;
  if (loss.target === 'number') {
    const each = sizeOf(shape) / (input.shape[0] ?? 1);
    if (each !== 1) return tooFewOutputs(scored, 1, each);
    const refused = loss.refuse?.(data.targets);
    if (refused === undefined) return undefined;
    const values = { loss: loss.kind, value: refused };
    return problem('data-not-between-0-and-1', values, { kind: 'set-loss', loss: 'MSELoss' });
  }
  // A layer that mixes the rows of a minibatch leaves none to score.
  if (shape[0] !== input.shape[0]) {
    const found = problem('loss-needs-scores', { loss: loss.kind, name, shape: formatShape(shape) });
    return { ...found, node: scored.node.id };
  }
  if (data.classes.length === 0 || data.targets.some((target) => !Number.isInteger(target) || target < 0)) {
    return problem('data-has-no-classes', { loss: loss.kind }, { kind: 'set-loss', loss: 'MSELoss' });
  }
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
