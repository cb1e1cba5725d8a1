/** The command line: what is understood and what is refused as no command. */
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { parseCommand, UsageError } from './arguments';

test('trace and its options', () => {
  const words = ['trace', 'm.onnx', '--input', 'a=b=c.npy', '--dump', 'out', '--json', '--timeout', '2.5'];
  expect(parseCommand([...words, '--provider', 'webgpu'])).toEqual({
    kind: 'job',
    seconds: 2.5,
    job: {
      kind: 'trace',
      model: { shown: 'm.onnx', path: resolve('m.onnx') },
      inputs: [
        [
          { name: 'a', file: { shown: 'b=c.npy', path: resolve('b=c.npy') } },
          { name: 'a=b', file: { shown: 'c.npy', path: resolve('c.npy') } },
        ],
      ],
      provider: 'webgpu',
      dump: { shown: 'out', path: resolve('out') },
      print: 'lines',
    },
  });
  expect(parseCommand(['trace', 'm.onnx'])).toMatchObject({
    seconds: 120,
    job: { provider: 'cpu', print: 'table', inputs: [], dump: undefined },
  });
  expect(parseCommand(['trace', '--batch', 'list.json'])).toMatchObject({ kind: 'batch', seconds: 120 });
});

test('compare and its options; the other runs where the one does, unless it is said otherwise', () => {
  const words = ['--input', 'x=1.npy', '--input-b', 'x=2.npy', '--atol', '0', '--rtol', '1e-3', '--json'];
  expect(parseCommand(['compare', 'a.onnx', 'b.loom', ...words, '--provider-b', 'webgpu'])).toMatchObject({
    seconds: 120,
    job: {
      ...{ kind: 'compare', model: { shown: 'a.onnx' }, other: { shown: 'b.loom' }, isJson: true },
      inputs: [[{ name: 'x', file: { shown: '1.npy' } }]],
      otherInputs: [[{ name: 'x', file: { shown: '2.npy' } }]],
      ...{ provider: 'cpu', otherProvider: 'webgpu', tolerance: { absolute: 0, relative: 1e-3 } },
    },
  });
  expect(parseCommand(['compare', 'a', 'b', '--provider', 'cuda'])).toMatchObject({
    job: {
      ...{ provider: 'cuda', otherProvider: 'cuda', isJson: false },
      tolerance: { absolute: 1e-5, relative: 1e-4 },
    },
  });
});

test('quiz and its options', () => {
  expect(parseCommand(['quiz', 'models/x', '--seed', '7', '--json'])).toMatchObject({
    job: { kind: 'quiz', seed: 7, isJson: true },
  });
  expect(parseCommand(['quiz', 'models/x'])).toMatchObject({ job: { seed: 1, isJson: false } });
});

test.each([
  ['2,5', '1e3'],
  ['2.5', ' 1000 '],
  ['25e-1', '+1000'],
])('numbers %s and %s are read as they are where they are typed in the window', (timeout, epochs) => {
  const words = ['train', 'm', '--timeout', timeout, '--epochs', epochs];
  expect(parseCommand(words)).toMatchObject({ seconds: 2.5, job: { epochs: 1000 } });
});

test('how rows are read, where a file leaves it open', () => {
  const words = ['--heading', 'no', '--decimal', 'comma', '--answer', 'classes'];
  expect(parseCommand(['train', 'm', '--data', 'a.csv', ...words])).toMatchObject({
    job: { reading: { isHeaded: false, decimal: 'comma' }, answer: 'class' },
  });
  expect(parseCommand(['train', 'm'])).toMatchObject({ job: { reading: {}, answer: undefined } });
});

test('help', () => {
  for (const words of [['help'], ['--help'], ['trace', '-h']]) expect(parseCommand(words).kind).toBe('help');
});

test.each([
  [[]],
  [['paint', 'm.onnx']],
  [['trace']],
  [['trace', 'a.onnx', 'b.onnx']],
  [['trace', 'a.onnx', '--colour']],
  [['trace', 'a.onnx', '--input', 'x']],
  [['trace', 'a.onnx', '--provider', 'abacus']],
  [['trace', 'a.onnx', '--timeout', '-1']],
  [['trace', 'a.onnx', '--timeout', 'soon']],
  [['trace', 'a.onnx', '--timeout', '0x10']],
  [['trace', 'a.onnx', '--timeout', '']],
  [['train', 'm', '--epochs', '0x10']],
  [['train', 'm', '--epochs', '2.5']],
  [['train', 'm', '--epochs', '1e9']],
  [['trace', 'a.onnx', '--batch', 'list.json']],
  [['export', 'a.onnx']],
  [['layers', 'a.onnx']],
  [['quiz', 'a', '--seed', 'x']],
  [['train', 'm', '--heading', 'maybe']],
  [['train', 'm', '--decimal', '.']],
  [['train', 'm', '--answer', 'class']],
  [['check']],
  [['summary']],
  [['summary', 'a.onnx', '--colour']],
])('%j is no command', (words) => {
  expect(() => parseCommand(words)).toThrow(UsageError);
});
