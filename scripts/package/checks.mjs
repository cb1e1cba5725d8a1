// Owns how a proof goes on: a line for what is so, a sentence and the end for what is not.
import { say, StepFailed } from '../prepare/step.mjs';

/** @param {string} what
 * @param {boolean} isSo */
export function check(what, isSo) {
  say(`${isSo ? 'ok    ' : 'failed'}  ${what}`);
  if (!isSo) throw new StepFailed(`The package is not as it should be: not “${what}”.`);
}

/** @param {{ isDone: boolean, output: string }} result
 * @param {string} what */
export function done({ isDone, output }, what) {
  if (!isDone) throw new StepFailed(`Could not ${what}: ${output.trim().slice(-2000)}`);
}
