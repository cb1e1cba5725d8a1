import { expect, test } from 'vitest';
import { wireBeside } from './beside';
import type { Edit } from './edits';
import { added, edited, ends, origin, wire } from './testing-edits';

const shaped = (...shape: number[]): Edit => ({
  kind: 'set-attribute',
  node: 'input-1',
  name: 'shape',
  value: shape,
});
const ids = (...kinds: string[]) => added(...kinds).nodes.map(({ id }) => id);

test('a layer reads what it is put beside', () => {
  const [input, linear] = ids('Input', 'Linear') as [string, string];
  expect(wireBeside(added('Input', 'Linear'), linear, input)).toEqual(wire(input, linear));
});

test('of several inputs the first is fed, though the others still lack a wire', () => {
  const [input, sum] = ids('Input', 'Add') as [string, string];
  const document = added('Input', 'Add');
  const edit = wireBeside(document, sum, input);
  expect(edit && ends(edited(document, edit))).toEqual([`${input} ${sum}.a`]);
});

test('what does not take it stands by itself', () => {
  const document = added('Input', 'MaxPool2d');
  const [input, pool] = document.nodes.map(({ id }) => id) as [string, string];
  expect(wireBeside(edited(document, { ...shaped(1, 4), node: input } as Edit), pool, input)).toBeUndefined();
  expect(wireBeside(edited(document, { ...shaped(1, 2, 8, 8), node: input } as Edit), pool, input)).toEqual(
    wire(input, pool),
  );
});

test('what takes nothing feeds an input that is free', () => {
  const document = added('Linear', 'Input');
  const [linear, input] = document.nodes.map(({ id }) => id) as [string, string];
  expect(wireBeside(document, input, linear)).toEqual(wire(input, linear));
  const fed = edited(
    document,
    { kind: 'add-node', layer: 'Input', position: origin, id: 'other' },
    wire('other', linear),
  );
  expect(wireBeside(fed, input, linear)).toBeUndefined();
});

test('beside what is gone nothing is wired', () => {
  const document = added('Input', 'Linear');
  expect(wireBeside(document, document.nodes[1]?.id ?? '', 'gone')).toBeUndefined();
});
