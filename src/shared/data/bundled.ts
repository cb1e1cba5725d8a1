/** Data sets that come with the app: a folder of `models/data` each, with a card and one file of rows. */
import { strFromU8 } from 'fflate';
import * as v from 'valibot';
import { parseJson } from '../tensor/parse-json';
import { isProblem, problem, type Problem } from '../messages/problem';
import { decodeArrays } from './arrays';
import { cardSchema, type BundledSet, type Card } from './source';

/** Errors: a problem when the card or the rows are not what they should be. */
export function decodeBundled(id: string, files: ReadonlyMap<string, Uint8Array>): BundledSet | Problem {
  const card = decodeCard(id, files.get('card.json'));
  if (isProblem(card)) return card;
  const table = files.get('data.csv');
  if (table) return { card, content: { kind: 'table', name: id, text: strFromU8(table), isHeaded: true } };
  const arrays = decodeArrays(files.get('data.npz') ?? new Uint8Array(), id);
  if (isProblem(arrays)) return arrays;
  return { card, content: { ...arrays, ...(card.classes && { classes: card.classes }) } };
}

function decodeCard(id: string, bytes: Uint8Array | undefined): Card | Problem {
  const card = v.safeParse(cardSchema, parseJson(strFromU8(bytes ?? new Uint8Array())));
  return card.success ? card.output : problem('data-not-bundled', { id });
}
