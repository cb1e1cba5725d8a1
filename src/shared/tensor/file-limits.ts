/**
 * How much a file may hold. What the window opens it must also hold, of most files in several copies for a while: the bytes,
 * what they unfold to, and the numbers made of them. Together that stays below a gigabyte.
 */
import { formatBytes } from './number-format';
import { problem, type Problem } from '../messages/problem';

const million = 1_000_000;

/** Bytes of a file that is read whole: 200 MB of numbers, and room for what says how they belong together. */
export const fileLimit = 220 * million;
/** Of a model with all that lies beside it: its numbers are in memory once in the window, and once in the engine. */
export const modelFileLimit = 1000 * million;
/** Bytes of everything in a zip or gzip file together, unfolded. */
export const unfoldedLimit = 300 * million;
/** Files in a zip. */
export const entryLimit = 10_000;
/** Bytes of a file of JSON: twice what the largest network takes. */
export const jsonLimit = 15 * million;
/** Lists and objects within one another. */
export const depthLimit = 64;
/** Layers of a network, and operators of a model that is to become one: drawn only as far as they are in sight. */
export const nodeLimit = 10_000;
/** Inputs of an operator, or its answers: one may add up all that a network has. */
export const portLimit = 10_000;
/** Wires: more than a layer of many inputs each would have. */
export const edgeLimit = 20_000;

/** Undefined where it fits; asked before anything is read or unfolded. */
export function tooLarge(file: string, size: number, limit: number): Problem | undefined {
  if (size <= limit) return undefined;
  return problem('file-too-large', { file, size: formatBytes(size), limit: formatBytes(limit) });
}
