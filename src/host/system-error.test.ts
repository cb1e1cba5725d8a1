/** What the system answers is said in its own sentence; anything else is a fault of the app. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { describeProblem } from '#shared/messages/problem';
import { systemMessages } from '#shared/messages/system';
import { isMissing, readingProblem, systemCode, systemProblem, systemReason } from './system-error';

function caught(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

const refused = (code: string): Error => Object.assign(new Error(code), { code, syscall: 'write' });

test.each(Object.keys(systemMessages))('%s makes whole sentences', (code) => {
  for (const kind of ['file-unreadable', 'file-not-written', 'output-not-written'] as const) {
    const sentence = describeProblem(systemProblem(refused(code), kind, 'a.loom'));
    expect(sentence).toMatch(/^a\.loom [^{}]+: [^{}A-Z]+\. [A-Z][^{}]+\.$/);
  }
});

test('errors of Node itself', () => {
  const missing = caught(() => readFileSync('/none/such'));
  expect([systemCode(missing), isMissing(missing)]).toEqual(['ENOENT', true]);
  expect(readingProblem(missing, 'a.loom')).toMatchObject({ code: 'file-not-found' });
  const folder = caught(() => readFileSync('/'));
  expect([systemReason(folder), isMissing(folder)]).toEqual(['it is a folder', false]);
  expect(systemReason(caught(() => readFileSync('a\0b')))).toBe('its name has a letter no name may have');
});

test('a code nobody has thought of is named', () => {
  expect(systemReason(refused('EWHAT'))).toBe('the system answers EWHAT');
});

test('a fault is thrown on, with a code or without', () => {
  for (const fault of [
    new TypeError('x'),
    Object.assign(new Error('y'), { code: 'ERR_OF_ANOTHER_KIND' }),
    'z',
  ]) {
    expect(caught(() => systemProblem(fault, 'file-not-written', 'a.loom'))).toBe(fault);
    expect([systemReason(fault), isMissing(fault)]).toEqual([undefined, false]);
  }
});
