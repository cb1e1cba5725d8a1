/** What the values of a training step are, in words: for a sentence about the first of them that is no number. */
import { stageName } from '../document/document';
import { fill } from '../messages/fill';
import { placeMessages } from '../messages/reasons';
import type { OpNode } from '../onnx/graph';
import type { Network } from './network';

export interface Place {
  readonly value: string;
  /** As it stands in a sentence: `the output of Linear 2`. */
  readonly place: string;
}

export interface StepValues {
  readonly loss: string;
  /** As the reverse sweep found them, by value. */
  readonly raw: ReadonlyMap<string, string>;
  /** As the optimiser takes them, by parameter. */
  readonly gradients: ReadonlyMap<string, string>;
  /** What takes the place of a value that is fed back. */
  readonly replacements: ReadonlyMap<string, string>;
}

/** In the order they are computed. */
export function placesOf(
  { used, all }: Network,
  nodes: readonly OpNode[],
  { loss, raw, gradients, replacements }: StepValues,
): readonly Place[] {
  const named = new Map<string, string>([[loss, placeMessages.loss]]);
  const name = (value: string | undefined, place: string): void => {
    if (value !== undefined && !named.has(value)) named.set(value, place);
  };
  for (const { node, emission } of used) {
    const { name: output } = emission.output;
    name(output, fill(placeMessages.output, { stage: stageName(node) }));
    name(raw.get(output), fill(placeMessages.outputGradient, { stage: stageName(node) }));
  }
  for (const { value, name: parameter, stage } of all) {
    const what = fill(placeMessages.parameter, { parameter, stage });
    name(raw.get(value), fill(placeMessages.gradient, { what }));
    name(gradients.get(value), fill(placeMessages.gradient, { what }));
    name(replacements.get(value), fill(placeMessages.update, { what }));
  }
  const order = new Map(nodes.flatMap(({ outputs }, at) => outputs.map((output) => [output, at] as const)));
  return [...named]
    .filter(([value]) => order.has(value))
    .sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0))
    .map(([value, place]) => ({ value, place }));
}
