import { expect, test } from 'vitest';
import { problem } from '../messages/problem';
import { emptyDocument } from './document';
import { applyEdit } from './edits';
import { inferShapes } from './infer';
import { repairEdits } from './repairs';

test.each([
  { row: [2], answers: 2 },
  { row: [13], answers: 1 },
  { row: [4, 6], answers: 3 },
  { row: [1, 28, 28], answers: 10 },
  { row: [3, 5, 7], answers: 4 },
])('a network made for rows of $row answers $answers numbers', ({ row, answers }) => {
  const edits = repairEdits(emptyDocument, problem('no-network-for-rows'), {
    ...{ kind: 'network-for', row, answers },
  });
  const made = edits.reduce(applyEdit, emptyDocument);
  const { nodes, problems } = inferShapes(made);
  expect(problems).toEqual([]);
  const all = [...nodes.values()];
  expect(all[0]?.emission?.output.shape).toEqual([1, ...row]);
  expect(all.at(-1)?.emission?.output.shape).toEqual([1, answers]);
  expect(all.at(-1)?.node.name).toMatch(/^Linear \d$/);
});
