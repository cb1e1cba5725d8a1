import { expect, test } from 'vitest';
import type { Document } from '#shared/document/document';
import { applyEdit, type Edit } from '#shared/document/edits';
import { emptyDocument } from '#shared/document/document';
import { aimsFrom } from './aims';

const put = (layer: string, id: string, x: number): Edit => ({
  kind: 'add-node',
  ...{ layer, id },
  position: { x, y: 0 },
});
const join = (from: string, to: string, port = 'x'): Edit => ({
  kind: 'connect',
  from: { node: from, port: 'y' },
  to: { node: to, port },
});
const made = (...edits: Edit[]): Document => edits.reduce(applyEdit, emptyDocument);
const said = (document: Document, card: string) =>
  aimsFrom(
    document,
    document.nodes.map(({ id }) => id),
    card,
  ).map(
    ({ to, edge, isTaken }) =>
      `${to.node}.${to.port}${edge === undefined ? '' : ' own'}${isTaken ? ' taken' : ''}`,
  );

const chain = [
  put('Input', 'in', 0),
  put('ReLU', 'one', 200),
  put('Add', 'sum', 400),
  put('ReLU', 'far', 900),
];

test('free inputs, the nearest first', () => {
  expect(said(made(...chain), 'one')).toEqual(['sum.a', 'sum.b', 'far.x']);
});

test('none that would lead back to where it came from', () => {
  const document = made(...chain, join('in', 'one'), join('one', 'sum', 'a'), join('sum', 'far'));
  expect(said(document, 'far')).toEqual([]);
  expect(said(document, 'sum')).toEqual(['far.x own']);
});

test('then those it feeds already, then those that others feed', () => {
  const document = made(...chain, join('in', 'one'), join('in', 'sum', 'a'), join('one', 'far'));
  expect(said(document, 'in')).toEqual(['sum.b', 'one.x own', 'sum.a own', 'far.x taken']);
});

test('every output of a card may begin a wire', () => {
  const document = made(put('LSTM', 'lstm', 0), put('ReLU', 'one', 200));
  const ports = aimsFrom(document, ['lstm', 'one'], 'lstm').map(({ from }) => from.port);
  expect(ports.length).toBeGreaterThan(1);
  expect(new Set(ports).size).toBe(ports.length);
});
