/** What is kept of a training run whose weights are kept: how far it came, and what its epochs came to. */
import { strFromU8, strToU8 } from 'fflate';
import * as v from 'valibot';
import type { EpochResult } from '#shared/contract/engine';
import { parseJson } from '#shared/tensor/parse-json';

export interface KeptRun {
  /** How far, in words. */
  readonly at: string;
  readonly results: readonly EpochResult[];
}

/** Beside the document's files, in unsaved work alone. */
export const runFile = 'run.json';

const scores = { loss: v.number(), accuracy: v.exactOptional(v.number()) };
const runSchema = v.object({
  at: v.string(),
  results: v.array(v.object({ epoch: v.number(), ...scores, validation: v.exactOptional(v.object(scores)) })),
});

export function encodeRun(run: KeptRun): Uint8Array {
  return strToU8(JSON.stringify(run));
}

/** Undefined where there is none that can be read. */
export function decodeRun(bytes: Uint8Array | undefined): KeptRun | undefined {
  const parsed = v.safeParse(runSchema, bytes && parseJson(strFromU8(bytes)));
  return parsed.success ? parsed.output : undefined;
}
