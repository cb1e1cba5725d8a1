/** What a school's administrator decides for everyone who uses a machine: `policy.json`. */
import * as v from 'valibot';
import type { ProviderId } from '../contract/engine';
import { modes } from '../lesson/modes';
import { fillShown } from '../messages/fill';
import { listOf } from '../messages/list-of';
import { policyReasons } from '../messages/policy';
import { problem, type Problem } from '../messages/problem';
import { providerLabels } from '../messages/providers';
import { shownValue } from '../messages/shown-value';
import { parseJson } from '../tensor/parse-json';

/** Nobody may redirect what everyone reads: a path says all of itself, or begins at the person's own folder. */
const path = v.pipe(
  v.string(policyReasons.path),
  v.regex(/^(\/|~[\\/]|[A-Za-z]:[\\/]|\\\\[^\\]+\\[^\\])/, policyReasons.path),
  v.maxLength(4096, policyReasons.path),
);

/** The languages the app speaks. */
const languages = ['en'] as const;

const entries = {
  /** Folders whose folders are lessons, listed after those that come with the app. */
  lessonFolders: v.pipe(v.array(path, policyReasons.paths), v.maxLength(20, policyReasons.paths)),
  language: v.picklist(languages, fillShown(policyReasons.language, { languages: languages.join(', ') })),
  /** Modes that nobody sees. */
  modesLeftOut: v.pipe(
    v.array(
      v.picklist(modes, fillShown(policyReasons.modes, { modes: modes.join(', ') })),
      fillShown(policyReasons.modes, { modes: modes.join(', ') }),
    ),
    v.check((names) => new Set(names).size < modes.length, policyReasons.allModes),
  ),
  /** Whether graphics cards are used, to draw and to run networks. */
  gpu: v.boolean(policyReasons.gpu),
  /** Where a pupil's work is proposed to be saved. */
  handInFolder: path,
} as const;

type Key = keyof typeof entries;
export type Policy = { readonly [K in Key]?: v.InferOutput<(typeof entries)[K]> };
export const policyKeys = Object.keys(entries) as readonly Key[];

/** Without graphics cards the CPU is left. */
export function leavesOut({ gpu }: Policy, provider: ProviderId): boolean {
  return gpu === false && provider !== 'cpu';
}

/** What is said where someone asks for one that is left out. */
export function leftOut(provider: ProviderId): Problem {
  return problem('provider-left-out', { provider: providerLabels[provider] });
}

export interface ReadPolicy {
  readonly policy: Policy;
  /** What of it could not be used, each with what to do; the rest holds. */
  readonly problems: readonly Problem[];
}

/** As much as there could ever be to decide, in bytes. */
export const policyLimit = 1_000_000;

/** `file` is what it is called in sentences. */
export function readPolicy(text: string, file: string): ReadPolicy {
  const json = parseJson(text);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    const reason = json === undefined ? policyReasons.notJson : policyReasons.noObject;
    return { policy: {}, problems: [problem('policy-unreadable', { file, reason })] };
  }
  const policy: Record<string, unknown> = {};
  const unknown = Object.keys(json).filter((key) => !isKey(key));
  const problems: Problem[] =
    unknown.length > 0
      ? [problem('policy-unknown', { file, names: listOf(unknown), keys: policyKeys.join(', ') })]
      : [];
  for (const [key, value] of Object.entries(json)) {
    if (!isKey(key)) continue;
    const parsed = v.safeParse(entries[key], value);
    if (parsed.success) policy[key] = parsed.output;
    else {
      const [{ message: wanted }] = parsed.issues;
      problems.push(problem('policy-wrong', { file, key, value: shown(value), wanted }));
    }
  }
  return { policy, problems };
}

function isKey(key: string): key is Key {
  return Object.hasOwn(entries, key);
}

function shown(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(shownValue).join(', ')}]` : shownValue(value);
}
