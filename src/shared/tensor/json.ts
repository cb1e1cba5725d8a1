/** Files of JSON, bounded before they are parsed. */
import { fillShown } from '../messages/fill';
import { fileReasons } from '../messages/reasons';
import { depthLimit, jsonLimit } from './file-limits';
import { formatBytes } from './number-format';
import { parseJson } from './parse-json';
import { decodeText } from './text';

/** What the file holds, or why it cannot be read. */
export function readJson(
  bytes: Uint8Array,
  file: string,
): { readonly value: unknown } | { readonly reason: string } {
  if (bytes.length > jsonLimit) {
    const sizes = { file, size: formatBytes(bytes.length), limit: formatBytes(jsonLimit) };
    return { reason: fillShown(fileReasons.jsonTooLarge, sizes) };
  }
  const text = decodeText(bytes).replace(/^\uFEFF/, '');
  if (depthOf(text) > depthLimit)
    return { reason: fillShown(fileReasons.jsonTooDeep, { file, limit: depthLimit }) };
  const value = parseJson(text);
  return value === undefined ? { reason: fillShown(fileReasons.isNotJson, { file }) } : { value };
}

/** How many lists and objects lie within one another. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (isQuoted) {
      if (letter === '\\') at++;
      else if (letter === '"') isQuoted = false;
    } else if (letter === '"') isQuoted = true;
    else if (letter === '[' || letter === '{') deepest = Math.max(deepest, ++depth);
    else if (letter === ']' || letter === '}') depth--;
  }
  return deepest;
}
