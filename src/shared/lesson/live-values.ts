/** Live values in a text: `{{Linear 1 output}}` is what the engine answered, never what an author typed. */
import type { EpochResult } from '../contract/engine';
import { stageName, type NodeId } from '../document/document';
import type { Answered, Inference, NodeInference } from '../document/infer';
import { commonMessages } from '../messages/common';
import { fillShown } from '../messages/fill';
import { lessonReasons } from '../messages/reasons';
import { formatTerm } from '../tensor/number-format';
import { formatShape, offsetAt, sizeOf } from '../tensor/shape';
import { numberAt, type Tensor } from '../tensor/tensor';
import { exactValue, valueAt } from '../tensor/value';

export interface LiveContext {
  /** Names of the classes of the rows, by index. */
  readonly classes: readonly string[];
  readonly inference: Inference;
  /** What nodes answered in the last run; undefined before it. */
  readonly output: Answered<Tensor>;
  parameter(node: NodeId, name: string): Tensor | undefined;
  readonly epochs: readonly EpochResult[];
}

export type LiveValue =
  | { readonly kind: 'value'; readonly text: string; readonly node?: NodeId }
  /** Nothing has been run yet that would tell. */
  | { readonly kind: 'waiting'; readonly node?: NodeId }
  | { readonly kind: 'unknown'; readonly reason: string };

const mostNumbers = 8;

/**
 * `<name> output`, `<name> output 0,1`, `<name> weight 0,1`, `<name> shape`, `<name> input shape`, where name is a
 * node's or its stage's; `parameters`, `stages`; `answer`, `probability` of the last stage; `loss 3`, `accuracy 3` of an epoch.
 */
export function liveValue(text: string, context: LiveContext): LiveValue {
  const words = text.trim().split(/\s+/);
  const [what = '', epoch] = words;
  if (words.length === 1) return ofNetwork(what, context);
  if (what === 'loss' || what === 'accuracy') return ofEpoch(what, Number(epoch), context);
  const last = words.at(-1) ?? '';
  const index = /^\d+(,\d+)*$/.test(last) ? last.split(',').map(Number) : undefined;
  const rest = index ? words.slice(0, -1) : words;
  // Names may end in a number themselves: the longest name that is one counts.
  for (let length = rest.length - 1; length > 0; length--) {
    const found = nodeNamed(rest.slice(0, length).join(' '), context.inference);
    if (found) return ofNode(found, rest.slice(length).join(' '), index, context);
  }
  return { kind: 'unknown', reason: fillShown(lessonReasons.noLayer, { text }) };
}

function ofNetwork(what: string, context: LiveContext): LiveValue {
  const complete = [...context.inference.nodes.values()].filter(({ emission }) => emission);
  const parameters = complete.flatMap(({ emission }) => emission?.parameters ?? []);
  const last = complete.at(-1)?.node;
  const output = last && context.output(last.id);
  switch (what) {
    case 'stages':
      return { kind: 'value', text: String(complete.length) };
    case 'parameters':
      return {
        kind: 'value',
        text: String(
          parameters.reduce((sum, { shape, isBuffer }) => sum + (isBuffer ? 0 : sizeOf(shape)), 0),
        ),
      };
    case 'answer':
    case 'probability': {
      if (!last || !output) return { kind: 'waiting' };
      const at = largestAt(output);
      const text =
        what === 'answer' ? (context.classes[at] ?? String(at)) : formatTerm(numberAt(output, at), 3);
      return { kind: 'value', text, node: last.id };
    }
    default:
      return { kind: 'unknown', reason: fillShown(lessonReasons.noLiveValue, { what }) };
  }
}

function ofEpoch(what: 'loss' | 'accuracy', epoch: number, { epochs }: LiveContext): LiveValue {
  if (!Number.isInteger(epoch) || epoch < 1)
    return { kind: 'unknown', reason: fillShown(lessonReasons.needsEpoch, { what }) };
  const value = epochs[epoch - 1]?.[what];
  return value === undefined ? { kind: 'waiting' } : { kind: 'value', text: formatTerm(value, 2) };
}

function ofNode(
  { node, emission, inputs }: NodeInference,
  what: string,
  index: readonly number[] | undefined,
  context: LiveContext,
): LiveValue {
  if (!emission) return { kind: 'waiting', node: node.id };
  if (what === 'shape') return { kind: 'value', text: formatShape(emission.output.shape), node: node.id };
  if (what === 'input shape') {
    const shapes = inputs.flatMap(({ shape }) => (shape ? [formatShape(shape)] : []));
    return { kind: 'value', text: shapes.join(commonMessages.and), node: node.id };
  }
  const spec = emission.parameters.find(({ name }) => name === what);
  if (what !== 'output' && !spec)
    return { kind: 'unknown', reason: fillShown(lessonReasons.hasNo, { name: node.name, what }) };
  const tensor = spec ? context.parameter(node.id, spec.name) : context.output(node.id);
  if (!tensor) return { kind: 'waiting', node: node.id };
  if (!index) return { kind: 'value', text: listed(tensor), node: node.id };
  // A batch of one is not counted by people.
  const lead = Math.max(0, tensor.shape.length - index.length);
  const full = [...tensor.shape.slice(0, lead).map(() => 0), ...index];
  const isInside = full.every((at, axis) => at < (tensor.shape[axis] ?? 0));
  if (!isInside)
    return {
      kind: 'unknown',
      reason: fillShown(lessonReasons.noNumber, { name: node.name, what, index: index.join(', ') }),
    };
  return { kind: 'value', text: termAt(tensor, offsetAt(tensor.shape, full)), node: node.id };
}

function nodeNamed(name: string, { nodes }: Inference): NodeInference | undefined {
  return [...nodes.values()].find(({ node }) => node.name === name || stageName(node) === name);
}

function listed(tensor: Tensor): string {
  const size = sizeOf(tensor.shape);
  const numbers = Array.from({ length: Math.min(size, mostNumbers) }, (_, at) => termAt(tensor, at, 3));
  return `[${numbers.join(', ')}${size > mostNumbers ? ', …' : ''}]`;
}

function termAt(tensor: Tensor, offset: number, significant?: number): string {
  const value = valueAt(tensor, offset) ?? Number.NaN;
  return typeof value === 'number' ? formatTerm(value, significant) : exactValue(value);
}

function largestAt(tensor: Tensor): number {
  let best = 0;
  for (let at = 1; at < sizeOf(tensor.shape); at++)
    if (numberAt(tensor, at) > numberAt(tensor, best)) best = at;
  return best;
}

/** Every live value a text asks for. */
export function liveValuesIn(text: string): string[] {
  return [...text.matchAll(/\{\{([^}]+)\}\}/g)].map(([, inside = '']) => inside.trim());
}
