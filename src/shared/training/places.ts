/** What the values of a training step are, in words: for a sentence about the first of them that is no number. */
import { stageName } from '../document/document';
import { fill } from '../messages/fill';
import { placeMessages } from '../messages/reasons';
import type { OpNode } from '../onnx/graph';
import type { Network } from './network';
import type { Piece } from './update';

export interface Place {
  readonly value: string;
  /** As it stands in a sentence: `the output of Linear 2`. */
  readonly place: string;
  /** Where it is a part of that value: its numbers from `start` to `end`. */
  readonly part?: { readonly start: number; readonly end: number };
}

export interface StepValues {
  readonly loss: string;
  /** As the reverse sweep found them, by value. */
  readonly raw: ReadonlyMap<string, string>;
  /** As the optimiser takes them, by parameter. */
  readonly gradients: ReadonlyMap<string, string>;
  /** What takes the place of a value that is fed back. */
  readonly replacements: ReadonlyMap<string, Piece>;
}

/** In the order they are computed. */
export function placesOf(
  { used, all }: Network,
  nodes: readonly OpNode[],
  { loss, raw, gradients, replacements }: StepValues,
): readonly Place[] {
  const order = new Map(nodes.flatMap(({ outputs }, at) => outputs.map((output) => [output, at] as const)));
  const places: Place[] = [];
  const named = new Set<string>();
  const name = (value: string | undefined, place: string, part?: Place['part']): void => {
    const key = `${value} ${part?.start}`;
    if (value === undefined || !order.has(value) || named.has(key)) return;
    named.add(key);
    places.push({ value, place, ...(part && { part }) });
  };
  name(loss, placeMessages.loss);
  for (const { node, emission } of used) {
    for (const { name: output } of emission.outputs) {
      name(output, fill(placeMessages.output, { stage: stageName(node) }));
      name(raw.get(output), fill(placeMessages.outputGradient, { stage: stageName(node) }));
    }
  }
  for (const { value, name: parameter, stage } of all) {
    const what = fill(placeMessages.parameter, { parameter, stage });
    name(raw.get(value), fill(placeMessages.gradient, { what }));
    name(gradients.get(value), fill(placeMessages.gradient, { what }));
    const update = replacements.get(value);
    const part = update && { start: update.start, end: update.end };
    name(update?.value, fill(placeMessages.update, { what }), part);
  }
  return places.sort((a, b) => (order.get(a.value) ?? 0) - (order.get(b.value) ?? 0));
}
