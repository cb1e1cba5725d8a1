// Owns the look for programs that Debian has and npm has not.
import { StepFailed } from '../prepare/step.mjs';
import { findCommand, prepareCommand } from '../prepare/system-libraries.mjs';

/** @param {string} tool
 * @param {string} debian  the package it comes in */
export function requireTool(tool, debian) {
  if (!findCommand(tool)) throw missing(tool, [debian]);
}

/** For a proof, which runs as root: installs it where it is missing.
 * @param {string} tool
 * @param {...string} debian  the packages it comes in */
export function prepareTool(tool, ...debian) {
  if (!prepareCommand(tool, debian)) throw missing(tool, debian);
}

/** @param {string} tool
 * @param {string[]} debian */
function missing(tool, debian) {
  return new StepFailed(`${tool} is not here. On Debian it comes with: sudo apt install ${debian.join(' ')}`);
}
