// Owns the look for programs that Debian has and npm has not.
import { capture, StepFailed } from '../prepare/step.mjs';

/** @param {string} tool
 * @param {string} debian  the package it comes in */
export function requireTool(tool, debian) {
  if (!capture(tool, ['--version']).isDone)
    throw new StepFailed(`${tool} is not here. On Debian it comes with: sudo apt install ${debian}`);
}
