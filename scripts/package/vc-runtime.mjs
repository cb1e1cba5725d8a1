// Owns the libraries of Visual C++, which onnxruntime loads and a clean Windows lacks.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { StepFailed } from '../prepare/step.mjs';
import { mustBe } from './files.mjs';

/** As their import tables say. */
export const vcRuntimeOf = {
  arm64: ['msvcp140.dll', 'msvcp140_1.dll', 'msvcp140_atomic_wait.dll', 'vcruntime140.dll'],
  x64: [
    ...['msvcp140.dll', 'msvcp140_1.dll', 'msvcp140_atomic_wait.dll', 'vcruntime140.dll'],
    'vcruntime140_1.dll',
  ],
};

/** @param {string} folder
 * @param {import('./options.mjs').Arch} arch
 * @returns {string[]} the files of it that are needed */
export function vcRuntimeFiles(folder, arch) {
  mustBe('folder', folder, 'Name the folder of the DLLs.');
  const names = readdirSync(folder);
  const found = vcRuntimeOf[arch].map((name) => names.find((each) => each.toLowerCase() === name));
  const missing = vcRuntimeOf[arch].filter((_name, index) => found[index] === undefined);
  if (missing.length > 0)
    throw new StepFailed(
      `${folder} lacks ${missing.join(', ')}. They are in the ${arch} folder of the Visual C++ redistributable, by the name Microsoft.VC143.CRT.`,
    );
  return found.flatMap((name) => (name === undefined ? [] : [path.join(folder, name)]));
}
