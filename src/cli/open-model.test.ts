/** What is no network is called what it is, however large it is, and so is what lies beside a model. */
import { mkdirSync, truncateSync } from 'node:fs';
import { basename, join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { TensorProto_DataLocation as DataLocation, TensorProto_DataType as DataType } from 'onnx-buf';
import { expect, test } from 'vitest';
import { describeProblem, isProblem } from '#shared/messages/problem';
import { op, value } from '#shared/onnx/testing';
import { openModel } from './open-model';
import { folder, writeBytes, writeModel } from './testing';

const said = (path: string): string => {
  const found = openModel({ shown: basename(path), path });
  return isProblem(found) ? describeProblem(found) : found.kind;
};
const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12345\n'.padEnd(130, '\n');
const pickled = zipSync({ 'net/data.pkl': strToU8('\u0080\u0002c__main__\nNet\n', true) }, { level: 0 });

test.each([
  ['a web page', writeBytes('page.onnx', '<!DOCTYPE html>\n<html>'), /^page\.onnx is a web page \(HTML\)/],
  ['a pointer', writeBytes('model.onnx', pointer), /^model\.onnx is a pointer of Git LFS/],
  ['a PyTorch file', writeBytes('net.pt', pickled), /model = torch\.load\('net\.pt', weights_only=False\)/],
  ['a table', writeBytes('rows.csv', 'a,b\n1,2\n'), /^rows\.csv holds a table/],
])('%s', (_, path, sentence) => {
  expect(said(path)).toMatch(sentence);
});

test('a file larger than can be read is known by its first bytes', () => {
  const path = writeBytes('large.pt', pickled);
  truncateSync(path, 4_000_000_000);
  expect(said(path)).toContain("model = torch.load('large.pt'");
});

test('a folder that another program keeps a model in', () => {
  mkdirSync(join(folder, 'saved'));
  writeBytes('saved/saved_model.pb', '');
  expect(said(join(folder, 'saved'))).toContain('saved is a TensorFlow model (SavedModel)');
});

test('a model is one under any name, and what stands for its weights is none of them', () => {
  const external = (name: string, location: string, offset: string): string =>
    writeModel(name, {
      input: [value('x', [2])],
      output: [value('y')],
      initializer: [
        {
          ...{ name: 'w', dims: [2n], dataType: DataType.FLOAT, dataLocation: DataLocation.EXTERNAL },
          externalData: Object.entries({ location, offset, length: '8' }).map(([key, text]) => ({
            key,
            value: text,
          })),
        },
      ],
      node: [op('Add', ['x', 'w'], ['y'])],
    });
  writeBytes('whole.data', new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer));
  writeBytes('pointer.data', pointer);
  writeBytes('page.data', '<html><body>404</body></html>');
  expect(said(external('a.pt', 'whole.data', '8'))).toBe('onnx');
  for (const offset of ['0', '8', '4000'])
    expect(said(external('b', 'pointer.data', offset))).toMatch(/^pointer\.data is a pointer of Git LFS/);
  expect(said(external('c', 'page.data', '0'))).toMatch(/^page\.data is a web page/);
});
