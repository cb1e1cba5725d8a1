/** What is wrong with document.json, as a sentence: whose field, what it says, and what it must be. */
import type * as v from 'valibot';
import { fillShown } from '../messages/fill';
import { problem, type Problem } from '../messages/problem';
import { fileReasons } from '../messages/reasons';
import { schemaCounts, schemaOwners, schemaPlaces } from '../messages/schema';
import { shownValue } from '../messages/shown-value';

type Key = string | number;

export function schemaFault(issue: v.BaseIssue<unknown>, raw: unknown, file: string): Problem {
  const keys = (issue.path ?? []).map(({ key }) => key as Key);
  const { input } = issue;
  const [first = ''] = keys;
  const things = schemaCounts[first];
  if (keys.length === 1 && things !== undefined && Array.isArray(input)) {
    const limit = Number(issue.message);
    return problem('file-too-many', { file, count: input.length, things, limit });
  }
  const damaged = (reason: string): Problem => problem('file-damaged', { file, reason });
  if (keys.length === 0) return damaged(fillShown(fileReasons.noRecord, { file: 'document.json' }));
  const what = fieldOf(keys, raw);
  if (input === undefined) return damaged(fillShown(fileReasons.isMissing, { what }));
  return damaged(fillShown(fileReasons.mustBe, { what, value: shownValue(input), wanted: issue.message }));
}

/** `the position of layer "Linear 1"`. */
function fieldOf(keys: readonly Key[], raw: unknown): string {
  const [list = '', ...rest] = keys;
  const owner = schemaOwners[list];
  if (owner === undefined) return `"${list}"`;
  const things = schemaCounts[list];
  if (things !== undefined && rest.length === 0) return fillShown(schemaPlaces.list, { things });
  const named = fillShown<string>(owner, { name: nameOf(raw, list, Number(rest[0])) });
  const [group, ...inner] = things === undefined ? rest : rest.slice(1);
  if (group === undefined) return named;
  const isAttribute = group === 'attributes' && inner.length > 0;
  const field = (isAttribute ? inner : [group, ...inner]).join('.');
  return fillShown(isAttribute ? schemaPlaces.attribute : schemaPlaces.field, { field, owner: named });
}

/** What a layer or group is called, else which of the list it is. */
function nameOf(raw: unknown, list: Key, at: number): string {
  const item: unknown = (raw as Record<string, readonly unknown[] | undefined>)[list]?.[at];
  const name = typeof item === 'object' && item !== null && 'name' in item ? item.name : undefined;
  return typeof name === 'string' && name !== ''
    ? fillShown(schemaPlaces.quoted, { name })
    : fillShown(schemaPlaces.numbered, { at: at + 1 });
}
