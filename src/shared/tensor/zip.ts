/** Writes files as one zip, piece by piece: the whole is never in memory a second time. */
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { Pieces } from './pieces';

/** Numbers hardly get smaller and take long, and what is packed is not packed again: both are stored as they are. */
const isStored = /\.(safetensors|npy|npz|gz)$/;
/** The same at every save, so that the same document is the same bytes: a zip keeps the time of the zone one is in. */
export function zipTime(): Date {
  return new Date(1980, 0, 1);
}

export function* zipped(files: ReadonlyMap<string, Pieces>): Generator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    ready.push(bytes);
  });
  for (const [name, pieces] of files) {
    const entry = isStored.test(name) ? new ZipPassThrough(name) : new ZipDeflate(name, { level: 6 });
    entry.mtime = zipTime();
    zip.add(entry);
    for (const piece of pieces) {
      entry.push(piece);
      yield* ready.splice(0);
    }
    entry.push(new Uint8Array(), true);
  }
  zip.end();
  yield* ready;
}
