/** Writes files as one zip, piece by piece: the whole is never in memory a second time. */
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { cut, type Pieces } from './pieces';

/** How hard what a file holds is squeezed; 0 where it is stored as it is. */
export type Level = 0 | 1 | 6;

/** Numbers hardly get smaller and take long, and what is packed is not packed again: both are stored as they are. */
function usualLevel(name: string): Level {
  return /\.(safetensors|npy|npz|gz)$/.test(name) ? 0 : 6;
}

/** Bytes that are squeezed at once: what comes of them takes as much room again. */
const squeezedSize = 4_000_000;

/** The same at every save, so that the same document is the same bytes: a zip keeps the time of the zone one is in. */
export function zipTime(): Date {
  return new Date(1980, 0, 1);
}

/** What is stored as it is is not copied. */
export function* zipped(
  files: ReadonlyMap<string, Pieces>,
  levelOf: (name: string, pieces: Pieces) => Level = usualLevel,
): Generator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    ready.push(bytes);
  });
  for (const [name, pieces] of files) {
    const level = levelOf(name, pieces);
    const entry = level === 0 ? new ZipPassThrough(name) : new ZipDeflate(name, { level });
    entry.mtime = zipTime();
    zip.add(entry);
    for (const piece of level === 0 ? pieces : cut(pieces, squeezedSize)) {
      entry.push(piece);
      yield* ready.splice(0);
    }
    entry.push(new Uint8Array(), true);
  }
  zip.end();
  yield* ready;
}
