/** What a file of text is. */
import { formatNames, thingNames } from '../messages/other-files';
import { problem, type Problem } from '../messages/problem';
import { decodeText } from '../tensor/text';
import type { FileStart } from './file-start';
import { inPython } from './pickles';

/** Bytes that are looked at, and letters that are shown. */
const sampleLength = 4000;
const shownLength = 40;

const pointer = /^version https:\/\/(git-lfs|hawser)\.github\.com\/spec\//;
const page =
  /^(<!--((?!-->)[^])*-->\s*)*<(!doctype html|html|head|body|title)\b|^<\?xml\b[^]*?<(html|error)\b/i;
const picture = /^(<\?xml\b[^]*?)?<svg\b/i;
const openVino = /^(<\?xml\b[^>]*>\s*)?<net\s/;
const onnxText = /^<\s*ir_version\s*:/;
const protobufText = /^(#.*\n\s*)*(ir_version|producer_name|opset_import|graph)\s*[:{]/;
const noLetter = /(?![\t\n\f\r\u0085])\p{Cc}/u;
const graphDefText = /^(#.*\n\s*)*node\s*\{/;

/** A note that stands for the file, or a page that was saved in its place: also of files that may hold any bytes. */
export function whatStandsFor({ file, head }: FileStart): Problem | undefined {
  const text = textOf(head);
  if (text === undefined) return undefined;
  if (pointer.test(text)) return problem('is-lfs-pointer', { file });
  return page.test(text) ? problem('is-web-page', { file }) : undefined;
}

/** Undefined where it is no text, or says nothing of itself and is called a network of this app. */
export function whatTextIs(start: FileStart): Problem | undefined {
  const { file, name, head } = start;
  const text = textOf(head);
  if (text === undefined) return undefined;
  const found = whatStandsFor(start);
  if (found) return found;
  const other = (format: string) => problem('is-other-model', { file, format });
  const thing = (is: string) => problem('is-other-thing', { file, thing: is });
  const asText = (format: string) => problem('is-onnx-text', { file, format, source: inPython(name) });
  if (picture.test(text)) return thing(thingNames.picture);
  if (openVino.test(text)) return other(formatNames.openVino);
  if (onnxText.test(text)) return asText('onnxtxt');
  if (protobufText.test(text)) return asText('textproto');
  if (graphDefText.test(text)) return other(formatNames.graphDef);
  if (/^[{[]/.test(text)) {
    if (/"irVersion"|"opsetImport"/.test(text)) return asText('json');
    if (/"modelTopology"|"format": ?"(layers|graph)-model"/.test(text))
      return other(formatNames.tensorFlowJs);
    return thing(/"cells"|"nbformat"/.test(text) ? thingNames.notebook : thingNames.json);
  }
  if (/\.(csv|tsv)$/i.test(name)) return problem('is-numbers', { file, thing: thingNames.table });
  if (/\.loom$/i.test(name)) return undefined;
  const [line = ''] = text.split('\n');
  return problem('is-text', { file, text: line.slice(0, shownLength).trim() });
}

/** Undefined where there are bytes that no text has, and where there is nothing but blanks. */
function textOf(head: Uint8Array): string | undefined {
  let end = Math.min(head.length, sampleLength);
  // A letter that is cut in two would make all of it another text.
  while (end > 0 && ((head[end] ?? 0) & 0xc0) === 0x80) end--;
  const text = decodeText(head.subarray(0, end)).replace(/^\ufeff?\s*/, '');
  return text === '' || noLetter.test(text) ? undefined : text;
}
