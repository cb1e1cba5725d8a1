/** What the runtime says, short enough to stand in a sentence. */
import { expect, test } from 'vitest';
import { reasonOf } from './runtime-error';

const name = 'n'.repeat(10_000);
const short = `${'n'.repeat(20)}…${'n'.repeat(19)}`;

test.each([
  [
    'a node that is written out with all it reads',
    'This is an invalid model. In Node, ("Norm y", Norm, "", -1) : ("x": tensor(float),"a": tensor(float),) -> ("y": tensor(float),) , Error No Op registered for Norm with domain_version of 17',
    'Norm y: No Op registered for Norm with domain_version of 17',
  ],
  [
    'names without end',
    `This is an invalid model. In Node, ("${name}", Nope, "", -1) : ("x": tensor(float),) -> ("${name}": tensor(float),) , Error Unrecognized attribute: ${name} for operator Nope`,
    `${short.slice(0, -1)}: Unrecognized attribute: ${short} for operator Nope`,
  ],
  ['an end', 'The graph is not acyclic...', 'The graph is not acyclic'],
])('%s', (_, said, reason) => {
  expect(reasonOf(new Error(said))).toBe(reason);
});

test('however much it says, its beginning and its end are told', () => {
  const reason = reasonOf(new Error(`first ${'words '.repeat(500)}last`));
  expect(reason).toMatch(/^first .*….* last$/);
  expect(Array.from(reason).length).toBeLessThanOrEqual(180);
});
