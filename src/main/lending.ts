/** Files the engine may read: those that a window reads as a model, as long as they are what they were then. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { placeBeside } from '#host/beside';
import { stampOf } from '#host/file-identity';
import { readingProblem } from '#host/system-error';
import type { LentFile } from '#shared/contract/engine';
import { problem, type Problem } from '#shared/messages/problem';
import type { Handles } from './handles';

/** Where it lies. Errors: that it is another than was read, or cannot be read; RangeError for what was never given. */
export async function lentPath(handles: Handles, { handle, beside }: LentFile): Promise<string | Problem> {
  const { path: model, read } = handles.take(handle, 'model');
  const path = beside === '' ? model : placeBeside(model, beside);
  const name = basename(path ?? beside);
  try {
    const stamp = path === undefined ? undefined : stampOf(await stat(path, { bigint: true }));
    const isSame = path !== undefined && stamp !== undefined && stamp === read?.get(beside);
    return isSame ? path : problem('file-changed-meanwhile', { file: name });
  } catch (error) {
    return readingProblem(error, name);
  }
}
