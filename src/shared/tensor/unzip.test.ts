/** Zip files that are not what they say. */
import { strToU8, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { describeProblem, isProblem, problem } from '../messages/problem';
import { gunzip, unzip } from './unzip';

const text = strToU8('a text that is folded, folded, folded and folded again');
const whole = zipSync({ 'a.txt': text, 'b.txt': [text, { level: 0 }] });

/** The sentence a zip is refused with, or what it holds. */
function open(bytes: Uint8Array): string | readonly string[] {
  const files = unzip(bytes, 'z.zip', (reason) => problem('file-damaged', { file: 'z.zip', reason }));
  return isProblem(files) ? describeProblem(files) : [...files.keys()];
}

/** The same with some bytes changed; `directory` and `local` are where the first headers of their kind start. */
function changed(change: (view: DataView, directory: number) => void, bytes = whole): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  const directory = copy.findIndex(
    (_, at) => at + 4 <= copy.length && view.getUint32(at, true) === 0x02014b50,
  );
  change(view, directory);
  return copy;
}

test('folded and plain files come out as they went in', () => {
  const files = unzip(whole, 'z.zip', () => problem('run-crashed'));
  if (isProblem(files)) throw new Error(files.code);
  expect([...files].map(([name, content]) => [name, [...content]])).toEqual([
    ['a.txt', [...text]],
    ['b.txt', [...text]],
  ]);
  expect(open(Buffer.concat([whole, Buffer.from('more behind it')]))).toEqual(['a.txt', 'b.txt']);
});

test.each<[string, Uint8Array, RegExp]>([
  ['cut short', whole.subarray(0, whole.length - 30), /without an end/],
  ['encrypted', changed((view, at) => view.setUint16(at + 8, 1, true)), /a\.txt in it is encrypted/],
  ['packed otherwise', changed((view, at) => view.setUint16(at + 10, 14, true)), /not known here \(14\)/],
  [
    'with another checksum',
    changed((view, at) => view.setUint32(at + 16, 7, true)),
    /a\.txt in it is cut short or changed/,
  ],
  ['with a byte changed', changed((view) => view.setUint8(whole.indexOf(0x61, 120), 0x62)), /changed/],
  ['holding less than it says', changed((view, at) => view.setUint32(at + 24, 1000, true)), /changed/],
  ['holding more than it says', changed((view, at) => view.setUint32(at + 24, 3, true)), /changed/],
  ['holding more than can be', changed((view, at) => view.setUint32(at + 24, 250_000_000, true)), /changed/],
  [
    'of gigabytes',
    changed((view, at) => view.setUint32(at + 24, 3e9, true)),
    /holds 3\.0 GB, more than the 300\.0 MB/,
  ],
  ['of a header elsewhere', changed((view, at) => view.setUint32(at + 42, 9999, true)), /changed/],
  [
    'of the 64-bit kind',
    changed((view) => view.setUint16(view.byteLength - 12, 0xffff, true)),
    /more than 4 GB/,
  ],
  [
    'of more files than it has',
    changed((view) => view.setUint16(view.byteLength - 12, 9, true)),
    /cut short or changed/,
  ],
  [
    'of too many files',
    changed((view) => view.setUint16(view.byteLength - 12, 20_000, true)),
    /holds 20000 files/,
  ],
  ['that leads out', zipSync({ '../a': text }), /called \.\.\/a, which would lie outside it/],
  ['that leads to the root', zipSync({ '/a': text }), /outside/],
])('a zip %s is refused with the reason', (_, bytes, sentence) => {
  expect(open(bytes)).toMatch(sentence);
});

test('two files of one name are refused', () => {
  const bytes = changed((view, at) => {
    const second = at + 46 + 5;
    view.setUint8(second + 46, 0x61);
  });
  expect(open(bytes)).toMatch(/two files called a\.txt/);
});

test('a zip that unfolds to more than it says is left at that', () => {
  const bomb = zipSync({ 'a.txt': new Uint8Array(50_000_000) }, { level: 9 });
  const lying = changed((view, at) => view.setUint32(at + 24, 1000, true), bomb);
  expect(open(lying)).toMatch(/changed/);
});

test('a gzip file is held to what it says as well', () => {
  expect(gunzip(new Uint8Array(40), 100)).toBeUndefined();
  expect(gunzip(new Uint8Array(4), 100)).toBeUndefined();
});
