/** Files the system asks the app to open: named as it was started, by a second start, or by macOS. */
import { fileURLToPath } from 'node:url';

interface Place {
  /** What the app was started from, which is a word of its own where it is not installed; files come after it. */
  readonly own?: string;
  /** A path relative to where the words were given. */
  readonly resolve: (path: string) => string;
}

/** The files among the words of a command line, its program not among them. */
export function filesAmong(words: readonly string[], { own, resolve }: Place): readonly string[] {
  const start = own === undefined ? 0 : words.findIndex((word) => resolve(word) === own) + 1;
  if (own !== undefined && start === 0) return [];
  const given = words.slice(start);
  const end = given.indexOf('--');
  const files = given.filter(
    (word, at) => word !== '' && (end === -1 || at < end ? !word.startsWith('-') : at > end),
  );
  return files.map((word) => resolve(pathOf(word)));
}

/** Desktops hand over paths; some hand over addresses of files. */
function pathOf(word: string): string {
  if (!word.startsWith('file://') || !URL.canParse(word)) return word;
  const url = new URL(word);
  // A host would be another machine's folder; as a path it is simply not there.
  if (url.host !== '') return word;
  try {
    return fileURLToPath(url);
  } catch (error) {
    // An escaped slash, half a percent sign, no drive: no file has such an address, and as a path it is not there, either.
    if (error instanceof TypeError || error instanceof URIError) return word;
    throw error;
  }
}

/**
 * Whether Chromium can tell the first start of a second one. It sends all the words of the command line at once, of so many
 * bytes at the most, and ends a first start that does not take them: its window is gone without a question.
 */
export function canBeTold(words: readonly string[]): boolean {
  return Buffer.byteLength(words.join(' ')) <= 16_000;
}

/** Waiting until the window asks: one network is open at a time, so the newest is what the person wants. */
export class AskedFiles {
  #waiting: string | undefined;
  #tell: (() => void) | undefined;

  ask(paths: readonly string[]): void {
    const last = paths.at(-1);
    if (last === undefined) return;
    this.#waiting = last;
    this.#tell?.();
  }

  /** Handed out once. */
  take(): string | undefined {
    const path = this.#waiting;
    this.#waiting = undefined;
    return path;
  }

  /** `tell` is called for every file that is asked for from now on. */
  onAsked(tell: () => void): void {
    this.#tell = tell;
  }
}
