/** How far two numbers may be apart and still agree. */
import type { Problem } from '../messages/problem';
import { parseWithin } from '../tensor/limits';

/** As NumPy's `allclose` has it: by `absolute + relative * |other|` at most. */
export interface Tolerance {
  readonly absolute: number;
  readonly relative: number;
}

/** What adding up in another order changes is well within. */
export const usualTolerance: Tolerance = { absolute: 1e-5, relative: 1e-4 };

/** What was typed as one of the two; `name` is what it is called where something is wrong with it. */
export function parseTolerance(name: string, text: string): number | Problem {
  return parseWithin(name, text, { min: 0, max: 1e30 });
}
