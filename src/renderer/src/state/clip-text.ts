/** What is copied as readable text, for other windows to paste, and back: the same parts as in a file, checked as a file is. */
import { emptyDocument } from '#shared/document/document';
import { decodeDocument, documentFile, encodeDocument } from '#shared/document/file-format';
import type { Fragment } from '#shared/document/paste';
import { pasteMessages } from '#shared/messages/paste';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { readJson } from '#shared/tensor/json';
import { parseJson } from '#shared/tensor/parse-json';

/** Numbers that are more than so many bytes stay out of the text. */
const numbersLimit = 32_000_000;
/** Longer texts are none of ours. */
const textLimit = 120_000_000;
const mark = 'layerloom';

export interface ClipText {
  readonly text: string;
  /** Whether its numbers are in it. */
  readonly isWhole: boolean;
}

export function clipText(content: Fragment): ClipText {
  const files = encodeDocument({ ...emptyDocument, title: pasteMessages.title, ...content });
  const document = parseJson(new TextDecoder().decode(files.get(documentFile)));
  files.delete(documentFile);
  const size = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  const isWhole = size <= numbersLimit;
  const numbers = isWhole
    ? Object.fromEntries([...files].map(([name, bytes]) => [name, toBase64(bytes)]))
    : {};
  return { text: JSON.stringify({ [mark]: pasteMessages.title, document, numbers }, null, 2), isWhole };
}

/** Errors: what was copied is something else, or damaged; nothing is pasted then. */
export function readClip(text: string): Fragment | Problem {
  if (text.length > textLimit) return problem('paste-too-large');
  const parts = partsOf(text);
  if (!parts) return whatElse(text);
  const json = new TextEncoder().encode(JSON.stringify(parts.document ?? null));
  const files = new Map([[documentFile, json]]);
  for (const [name, held] of Object.entries(parts.numbers ?? {})) {
    const bytes = typeof held === 'string' ? fromBase64(held) : undefined;
    if (!bytes) return problem('paste-damaged', { reason: pasteMessages.noNumbers });
    if (name !== documentFile) files.set(name, bytes);
  }
  const found = decodeDocument(files, pasteMessages.copied);
  if (!isProblem(found)) return found;
  const { reason } = found.values;
  return reason === undefined ? found : problem('paste-damaged', { reason });
}

interface Parts {
  readonly document?: unknown;
  readonly numbers?: object;
}

/** Undefined where the text is none that was copied here. */
function partsOf(text: string): Parts | undefined {
  if (!text.trimStart().startsWith('{') || !text.includes(`"${mark}"`)) return undefined;
  const read = readJson(new TextEncoder().encode(text), pasteMessages.copied);
  const value = 'value' in read ? read.value : undefined;
  const isOurs = typeof value === 'object' && value !== null && mark in value;
  if (!isOurs) return undefined;
  const { document, numbers } = value as { readonly document?: unknown; readonly numbers?: unknown };
  return { document, ...(typeof numbers === 'object' && numbers !== null && { numbers }) };
}

/** In a sentence, so that nobody wonders why nothing came. */
function whatElse(text: string): Problem {
  if (text.trim() === '') return problem('paste-nothing');
  const lines = text.trimEnd().split(/\r?\n/);
  const cells = /[\t,;]/;
  const isTable = lines.length > 1 && lines.slice(0, 20).every((line) => cells.test(line));
  return isTable
    ? problem('paste-is-table', { rows: lines.length })
    : problem('paste-is-text', { text: text.trim() });
}

function toBase64(bytes: Uint8Array): string {
  const piece = 0x8000;
  let letters = '';
  for (let at = 0; at < bytes.length; at += piece)
    letters += String.fromCharCode(...bytes.subarray(at, at + piece));
  return btoa(letters);
}

/** Undefined where it is none. */
function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[\w+/]*={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
