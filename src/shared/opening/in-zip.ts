/** What a zip is, by the names of the files that begin within its first bytes. */
import { problem, type Problem } from '../messages/problem';
import { formatNames, thingNames } from '../messages/other-files';
import type { FileStart } from './file-start';
import { inPython, isTorchName, torchProblem } from './pickles';

/** Each file in it has a header of its own, in which the length of its name stands 26 bytes from the start. */
const fileHeader = /PK\u0003\u0004[^]{22}/g;

/** Undefined where it may be a network of this app, which says itself what is wrong with it. */
export function whatZipIs({ file, name }: FileStart, text: string): Problem | undefined {
  const names = namesIn(text);
  const has = (wanted: RegExp) => names.some((each) => wanted.test(each));
  const source = inPython(name);
  if (has(/^document\.json$/)) return undefined;
  if (has(/(^|\/)(archive_format|serialized_exported_program\.json)$/))
    return problem('is-torch-program', { file, source });
  if (has(/\/code\/.*\.py$/)) return problem('is-torch-script', { file, source });
  if (has(/(^|\/)(data|constants)\.pkl$/) || isTorchName(name))
    return torchProblem({ file, name }, text.slice(Math.max(0, text.indexOf('data.pkl'))));
  if (has(/^(metadata\.json|model\.weights\.h5)$/)) return problem('is-keras', { file, source });
  if (has(/(^|\/)com\.apple\.CoreML\/|\.mlmodel$/))
    return problem('is-other-model', { file, format: formatNames.coreMl });
  if (has(/\.npy$/) && names.every((each) => each.endsWith('.npy')))
    return problem('is-numbers', { file, thing: thingNames.arrays });
  return has(/\.onnx$/) || /\.zip$/i.test(name) ? problem('is-packed', { file, format: 'zip' }) : undefined;
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(fileHeader)].map(({ index }) => {
    const length = text.charCodeAt(index + 26) + 256 * text.charCodeAt(index + 27);
    return text.slice(index + 30, index + 30 + length);
  });
}
