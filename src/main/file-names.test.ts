/** A title makes the name of a file that every system takes. */
import { expect, test } from 'vitest';
import { fileNameOf, withExtension } from './file-names';

test.each([
  ['Forward pass', 'Forward pass'],
  ['net v1.2', 'net v1.2'],
  ['a/b\\c:d*e?f"g<h>i|j', 'a b c d e f g h i j'],
  ['tab\tand\nline', 'tab and line'],
  ['  .hidden. . ', 'hidden'],
  ['CON', 'network CON'],
  ['com1.backup', 'network com1.backup'],
  ['Nul ', 'network Nul'],
  ['Console', 'Console'],
  ['', 'network'],
  ['…?!', 'network'],
  ['Netz für Zahlen', 'Netz für Zahlen'],
])('%j is called %j', (title, name) => {
  expect(fileNameOf(title)).toBe(name);
});

test.each(['n'.repeat(400), '数'.repeat(400), `${'n'.repeat(199)}😀`])(
  'a title of %# that is too long',
  (title) => {
    const name = fileNameOf(title);
    expect(Buffer.byteLength(`${name}.onnxtxt`)).toBeLessThan(256);
    expect(title.startsWith(name)).toBe(true);
    expect(Buffer.from(name).toString()).toBe(name);
  },
);

test('an extension is not written twice', () => {
  expect(withExtension('/a/NET.Loom', '.loom')).toBe('/a/NET.Loom');
  expect(withExtension('/a/net.onnx', '.loom')).toBe('/a/net.onnx.loom');
});
