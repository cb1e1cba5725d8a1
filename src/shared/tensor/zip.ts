/** Writes files as one zip, piece by piece: the whole is never in memory a second time. */
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { cut, here, type Piece, type Pieces } from './pieces';

/** How hard what a file holds is squeezed; 0 where it is stored as it is. */
export type Level = 0 | 1 | 6;

/** Numbers hardly get smaller and take long, and what is packed is not packed again: both are stored as they are. */
function usualLevel(name: string): Level {
  return /\.(safetensors|npy|npz|gz)$/.test(name) ? 0 : 6;
}

/** Bytes that are taken in at once: what comes of them where they are squeezed takes as much room again. */
const pushedSize = 4_000_000;

/** The same at every save, so that the same document is the same bytes: a zip keeps the time of the zone one is in. */
export function zipTime(): Date {
  return new Date(1980, 0, 1);
}

type Files = ReadonlyMap<string, Pieces>;
type LevelOf = (name: string, pieces: Pieces) => Level;

/** What is stored as it is is not copied. Errors: as `here`. */
export function* zipped(files: Files, levelOf: LevelOf = usualLevel): Generator<Uint8Array> {
  const zipping = new Zipping();
  for (const [entry, piece] of zipping.entries(files, levelOf)) {
    entry.push(here(piece));
    yield* zipping.taken();
  }
  yield* zipping.ended();
}

/** The same of pieces that `read` brings, one after the other. */
export async function* zippedFrom(
  files: Files,
  read: (piece: Piece) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const zipping = new Zipping();
  for (const [entry, piece] of zipping.entries(files, usualLevel)) {
    entry.push(await read(piece));
    yield* zipping.taken();
  }
  yield* zipping.ended();
}

type Entry = ZipPassThrough | ZipDeflate;

class Zipping {
  readonly #ready: Uint8Array[] = [];
  readonly #zip = new Zip((error, bytes) => {
    if (error) throw error;
    this.#ready.push(bytes);
  });

  /** Each piece with the entry that it is to be pushed to before the next is asked for. */
  *entries(files: Files, levelOf: LevelOf): Generator<readonly [Entry, Piece]> {
    for (const [name, pieces] of files) {
      const level = levelOf(name, pieces);
      const entry = level === 0 ? new ZipPassThrough(name) : new ZipDeflate(name, { level });
      entry.mtime = zipTime();
      this.#zip.add(entry);
      for (const piece of cut(pieces, pushedSize)) yield [entry, piece];
      entry.push(new Uint8Array(), true);
    }
  }

  /** What there is of it by now. */
  taken(): readonly Uint8Array[] {
    return this.#ready.splice(0);
  }

  ended(): readonly Uint8Array[] {
    this.#zip.end();
    return this.taken();
  }
}
