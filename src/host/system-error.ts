/** What the system may answer instead of a file: expected, and therefore a problem. Anything else is a fault of the app. */
import { fill } from '#shared/messages/fill';
import { problem, type Problem } from '#shared/messages/problem';
import { otherSystemMessage, systemMessages } from '#shared/messages/system';

/** Problems that are told with what the system answered. */
export type SystemProblemCode =
  | 'file-unreadable'
  | 'file-not-written'
  | 'output-not-written'
  | 'kept-not-written'
  | 'kept-unreadable'
  | 'recovery-unreadable'
  | 'recovery-not-written'
  | 'recovery-not-cleared';

/** The system's code, such as ENOSPC; undefined for errors that are none of the system's. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined;
  return 'syscall' in error || error.code in systemMessages ? error.code : undefined;
}

/** Why, in a few words; undefined for errors that are none of the system's. */
export function systemReason(error: unknown): string | undefined {
  const code = systemCode(error);
  return code === undefined ? undefined : messageOf(code).reason;
}

/** Errors: rethrows what is none of the system's. */
export function systemProblem(error: unknown, code: SystemProblemCode, file: string): Problem {
  const found = systemCode(error);
  if (found === undefined) throw error;
  return problem(code, { file, ...messageOf(found) });
}

/** Why a file could not be read: that it is not there is a problem of its own. Errors: as `systemProblem`. */
export function readingProblem(error: unknown, file: string): Problem {
  return isMissing(error)
    ? problem('file-not-found', { file })
    : systemProblem(error, 'file-unreadable', file);
}

/** Whether there is no such file. */
export function isMissing(error: unknown): boolean {
  const code = systemCode(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

function messageOf(code: string): { readonly reason: string; readonly repair: string } {
  const { reason, repair } = systemMessages[code] ?? otherSystemMessage;
  return { reason: fill(reason, { code }), repair };
}
