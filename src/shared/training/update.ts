/** One step of the optimiser, and what it leaves to the next: small parameters are taken together. */
import type { TrainingSettings } from '../document/training-settings';
import type { OpBuilder } from '../onnx/builder';
import { sizeOf, type Shape } from '../tensor/shape';
import { names } from './names';
import type { Optimiser } from './optimisers/define';
import { joined, packedShape, packsOf, type Part } from './pack';

/** A value of one step that the next one starts from. */
export interface FedBack {
  readonly value: string;
  /** What takes its place. */
  readonly replacement: string;
  readonly shape: Shape;
  /** What lies in it, end to end. */
  readonly parts: readonly Part[];
}

/** The parameters, packed, and after each pack what the optimiser remembers of it. */
export function emitUpdates(
  builder: OpBuilder,
  learned: readonly Part[],
  gradients: ReadonlyMap<string, string>,
  optimiser: Optimiser,
  settings: TrainingSettings,
): readonly FedBack[] {
  return packsOf(learned).flatMap((parts) => {
    const [first] = parts;
    const parameter = first && parts.length === 1 ? first.value : names.pack;
    const shape = packedShape(parts);
    const gradient = joined(
      builder,
      parts.map((part) => ({ ...part, value: gradients.get(part.value) ?? '' })),
    );
    const count = optimiser.stateCount(settings);
    const state = Array.from({ length: count }, (_, at) => stateOf(parameter, at));
    const { rate, step } = names;
    const next = optimiser.emit({ builder, parameter, gradient, rate, step, state, settings });
    return [
      { value: parameter, replacement: next.parameter, shape, parts },
      ...state.map((value, at) => ({
        value,
        replacement: next.state[at] ?? value,
        shape,
        parts: parts.map((part) => ({ value: stateOf(part.value, at), shape: part.shape })),
      })),
    ];
  });
}

const stateOf = (value: string, at: number): string => `${value}.state_${at}`;

/** Where a value of one step can be read: alone, or as the numbers from `start` to `end` of a larger one. */
export interface Piece {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** What replaces each part. */
export function replacementsOf(fedBack: readonly FedBack[]): ReadonlyMap<string, Piece> {
  const found = new Map<string, Piece>();
  for (const { replacement, parts } of fedBack) {
    let start = 0;
    for (const { value, shape } of parts) {
      const end = start + sizeOf(shape);
      found.set(value, { value: replacement, start, end });
      start = end;
    }
  }
  return found;
}
