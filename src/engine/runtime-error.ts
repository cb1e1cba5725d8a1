/** The runtime's errors as one short reason that fits into a sentence. */
import { shorten } from '#shared/messages/fill';
import { runtimeReasons } from '#shared/messages/reasons';

/** The place in the runtime's own source that noticed: file, line and the function's C++ signature. */
const sourcePlaces =
  /\S+\.(?:cc|h):\d+ (?:[^.'"]*?[\w>]\([^)]*\)(?:::<lambda\(\)>)?(?: const)?(?: \[with [^\]]*\])? )?/g;

/** A lookup beyond the end of a table, which the runtime also takes from the end backwards. */
const lookedUp =
  /indices element out of data bounds, idx=(-?\d+) must be within the inclusive range \[-?\d+,(\d+)\]/;

/** How the runtime writes a node out, with all it reads and answers, before it says what is wrong with it. */
const writtenOut = /^This is an invalid model\. In Node, \("(.*?)", [^]*? , Error /;

/** Letters of it, and of a name in it. */
const reasonLimit = 180;
const nameLimit = 40;

export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const [line = ''] = text
    // eslint-disable-next-line no-control-regex -- the runtime colours its messages
    .replace(/\u001b?\[[\d;]*m/g, '')
    .split('\n')
    .map((part) => part.trim())
    .filter(Boolean);
  const plain = line
    .replace(/^.*?\bStatus Message: /, '')
    .replace(/^Non-zero status code returned while running /, '')
    .replace(sourcePlaces, '')
    .replace(/^.*? was false\.\s+(?=\S)/, '')
    // Of a graphics card: which one of which computer, and the line of the source.
    .replace(/^.*?(CUDA failure \d+: [^;]*?) ;.*$/, '$1')
    .replace(lookedUp, 'index $1 was looked up where they go from 0 to $2')
    .replace(writtenOut, '$1: ')
    .replace(/[.\s]+$/, '')
    .replace(/\S+/g, (word) => shorten(word, nameLimit));
  return shorten(plain, reasonLimit) || runtimeReasons.none;
}
