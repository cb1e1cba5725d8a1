/** What a network that is opened does not bring along is said: which numbers, or that there are none. */
import { expect, test } from 'vitest';
import { describeProblem } from '../messages/problem';
import { emptyDocument, type Document } from './document';
import { drawnNote } from './drawn';
import { applyEdit, type Edit } from './edits';
import { inferShapes } from './infer';
import { withDrawnValues } from './values';

const place = { x: 0, y: 0 };
const edits: readonly Edit[] = [
  { kind: 'add-node', layer: 'Input', position: place, id: 'input' },
  { kind: 'add-node', layer: 'Linear', position: place, id: 'linear' },
  { kind: 'connect', from: { node: 'input', port: 'y' }, to: { node: 'linear', port: 'x' } },
];
const fresh = edits.reduce(applyEdit, emptyDocument);
const whole = withDrawnValues(fresh, inferShapes(fresh));
const said = (document: Document): string => {
  const found = drawnNote(document, 'a.loom');
  return found ? describeProblem(found) : '';
};

test('nothing where all is there, or nothing is needed', () => {
  expect(said(whole)).toBe('');
  expect(said(emptyDocument)).toBe('');
});

test('that there are no weights', () => {
  expect(said(fresh)).toMatch(/^a\.loom holds no weights, so all of them are drawn by its seed, 1\./);
});

test('which of them are missing', () => {
  const { weight } = whole.parameters['linear']!;
  expect(said({ ...whole, parameters: { linear: { weight: weight! } } })).toMatch(
    /^a\.loom holds no numbers for Linear 1 bias, so these are drawn by its seed, 1\./,
  );
});
