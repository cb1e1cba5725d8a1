/** What a file is that is no network: each kind by bytes as its own program writes them. */
import { create, ScalarType, toBinary } from '@bufbuild/protobuf';
import { strToU8, zipSync } from 'fflate';
import { ModelProtoSchema, TensorProtoSchema } from 'onnx-buf';
import { describe, expect, test } from 'vitest';
import { fillShown } from '../messages/fill';
import { otherFileMessages } from '../messages/other-files';
import { describeProblem } from '../messages/problem';
import { encodeModel } from '../onnx/encode';
import { encodeNpy } from '../tensor/npy';
import { encodeSafetensors } from '../tensor/safetensors';
import { floatTensor } from '../tensor/tensor';
import { headLength } from './file-start';
import { bytesFields, numberFields } from './model-start';
import { whatStandsFor } from './text-files';
import { isNetwork, whatFolderIs, whatItIs } from './what-it-is';

function said(name: string, content: Uint8Array | string, size?: number): string | undefined {
  const bytes = typeof content === 'string' ? strToU8(content) : content;
  const start = { file: name, name, head: bytes.subarray(0, headLength), size: size ?? bytes.length };
  const found = whatItIs(start);
  return found && describeProblem(found);
}

/** A letter a byte. */
const raw = (text: string): Uint8Array => strToU8(text, true);
const stored = (files: Readonly<Record<string, Uint8Array>>): Uint8Array => zipSync(files, { level: 0 });
const nothing = new Uint8Array();
const numbers = floatTensor([2], [1, 2]);

const pickles = {
  weights: raw('\u0080\u0002ccollections\nOrderedDict\nq\0)Rq\u0001(X\u0006\0\0\0weightq\u0002'),
  checkpoint: raw('\u0080\u0002}q\0(X\u0005\0\0\0epochq\u0001K\u0003'),
  model: raw('\u0080\u0002c__main__\nNet\nq\0)\u0081q\u0001}q\u0002'),
  script: raw('\u0080\u0002c__torch__\nNet\nq\0)\u0081}('),
};
const oldStart =
  '\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.\u0080\u0002M\u00e9\u0003.\u0080\u0002}q\0(X\u0010\0\0\0protocol_versionq\u0001M\u00e9\u0003u.';
const torch = (pickle: Uint8Array) =>
  stored({ 'net/data.pkl': pickle, 'net/byteorder': strToU8('little'), 'net/data/0': new Uint8Array(64) });

const info = (name: string) => ({ name, dtype: 'float32' as const, shape: [1, 2] });
const model = encodeModel({
  name: 'net',
  inputs: [info('x')],
  outputs: [info('y')],
  initializers: new Map([['w', floatTensor([1, 500], new Array<number>(500).fill(1))]]),
  nodes: [{ name: 'add', type: 'Relu', inputs: ['x'], outputs: ['y'], attributes: {} }],
});
const pointer =
  'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n';
const page = '<!DOCTYPE html>\n<html><body>404: Not Found</body></html>\n';
const tar = new Uint8Array(1024);
tar.set(strToU8('net.onnx'));
tar.set(strToU8('ustar'), 257);
const oldestTorch = tar.slice();
oldestTorch.set(strToU8('sys_info\0'));

describe('what stands for the file', () => {
  test.each([
    ['a pointer', 'm.onnx', pointer, /pointer of Git LFS.*git lfs pull/],
    ['a pointer for a network', 'm.loom', pointer, /pointer of Git LFS/],
    ['a page', 'm.onnx', page, /a web page \(HTML\).*Download the file/],
    ['one with a mark and blanks before it', 'm.onnx', `\ufeff \r\n\t${page}`, /a web page/],
    ['one with comments before it', 'm.onnx', `<!-- a -->\n<!-- b -->${page}`, /a web page/],
    ['one without a declaration', 'm.onnx', '<HTML lang="de"><head>', /a web page/],
    [
      'one in units of two bytes',
      'm.onnx',
      new Uint8Array(Buffer.from(`\ufeff${page}`, 'utf16le')),
      /a web page/,
    ],
    [
      'what a store of files answers',
      'm.onnx',
      '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>',
      /a web page/,
    ],
    ['zeros', 'm.onnx', new Uint8Array(5000), /begins with zeros and nothing else/],
    [
      'words',
      'm.onnx',
      'Entry not found\nTry again',
      /not an ONNX model: it is text, and begins with “Entry not found”/,
    ],
    ['words of letters that are cut in two', 'm.onnx', 'ä'.repeat(50_000), /“ä{40}”/],
  ])('%s', (_, name, bytes, sentence) => {
    expect(said(name, bytes)).toMatch(sentence);
  });

  test('comments without end come to one', () => {
    expect(said('m.onnx', '<!---->'.repeat(10_000))).toMatch(/is text/);
  });
});

describe('models of other programs', () => {
  test.each([
    ['PyTorch weights', 'net.pt', torch(pickles.weights), "model.load_state_dict(torch.load('net.pt'))"],
    ['a checkpoint', 'net.ckpt', torch(pickles.checkpoint), "model.load_state_dict(torch.load('net.ckpt'))"],
    ['a PyTorch model', 'net.pth', torch(pickles.model), "model = torch.load('net.pth', weights_only=False)"],
    [
      'one called otherwise',
      'pytorch_model.bin',
      torch(pickles.model),
      "model = torch.load('pytorch_model.bin'",
    ],
    ['one called ONNX', 'net.onnx', torch(pickles.model), "model = torch.load('net.onnx'"],
    [
      'one in the form before 1.6',
      'net.pt',
      raw(`${oldStart}\u0080\u0002c__main__\nNet\n`),
      'model = torch.load(',
    ],
    [
      'weights in that form',
      'a.bin',
      raw(`${oldStart}\u0080\u0002ccollections\nOrderedDict\n`),
      'load_state_dict(',
    ],
    ['one in the first form of all', 'net.t7', oldestTorch, 'model = torch.load('],
    ['TorchScript', 'net.pt', torch(pickles.script), "model = torch.jit.load('net.pt')"],
    ['TorchScript by its code', 'a.pt', stored({ 'a/code/__torch__.py': nothing }), "torch.jit.load('a.pt')"],
    ['a pickle in a name of PyTorch', 'net.pt', raw('\u0080\u0004\u0095'), 'model = torch.load('],
    ['a zip in a name of PyTorch', 'net.pt', stored({ 'more.txt': nothing }), 'model = torch.load('],
  ])('%s, with the two lines that export it', (_, name, bytes, line) => {
    const sentence = said(name, bytes);
    expect(sentence).toMatch(/PyTorch.*(never unpickled|never loaded) here/);
    expect(sentence).toContain(line);
    expect(sentence).toContain("torch.onnx.export(model, example_input, 'model.onnx'");
  });

  const metaGraph = raw('\u0008\u0001\u0012\u00ff\u0001\n\u0010\u0012\u0004');
  test.each([
    [
      'torch.export',
      'net.pt2',
      stored({ 'net/archive_format': nothing }),
      /torch\.export\.load\('net\.pt2'\)/,
    ],
    ['a pickle', 'model.pkl', raw('\u0080\u0004\u0095\u0010\0\0'), /a Python pickle.*never unpickled/],
    ['safetensors', 'm.onnx', encodeSafetensors(new Map([['w', numbers]])), /weights alone \(safetensors\)/],
    ['HDF5', 'net.h5', raw('\u0089HDF\r\n\u001a\n\0\0'), /HDF5.*keras\.models\.load_model\('net\.h5'\)/],
    [
      'Keras',
      'net.keras',
      stored({ 'metadata.json': nothing, 'config.json': nothing }),
      /a Keras model.*export/,
    ],
    ['a SavedModel', 'saved_model.pb', metaGraph, /SavedModel.*tf2onnx/],
    [
      'a graph of TensorFlow',
      'net.pb',
      raw('\n\u0013\n\u0001x\u0012\u000bPlaceholder'),
      /a graph of TensorFlow/,
    ],
    ['that as text', 'net.pbtxt', 'node {\n  name: "x"\n}', /a graph of TensorFlow/],
    ['TensorFlow Lite', 'net.tflite', raw('\u001c\0\0\0TFL3\u0014\0'), /TensorFlow Lite.*as ONNX/],
    ['that in a name of ONNX', 'net.onnx', raw('\u001c\0\0\0TFL3\u0014\0'), /TensorFlow Lite/],
    ['TensorFlow.js', 'model.json', '{"format": "layers-model", "modelTopology": {}}', /TensorFlow\.js/],
    ['ORT', 'net.ort', raw('\u0018\0\0\0ORTM\0\0'), /ORT, which is onnxruntime’s own.*as ONNX/],
    ['ExecuTorch', 'net.pte', raw('\u0018\0\0\0ET12\0\0'), /ExecuTorch/],
    ['GGUF', 'net.gguf', raw('GGUF\u0003\0\0\0'), /GGUF.*as ONNX/],
    ['Core ML', 'net.mlmodel', raw('\u0008\u0004\u0012\u0040\n\u0010\n\u0001x'), /Core ML.*as ONNX/],
    [
      'a package of Core ML',
      'a.zip',
      stored({ 'a/Data/com.apple.CoreML/model.mlmodel': nothing }),
      /Core ML/,
    ],
    ['OpenVINO', 'net.xml', '<?xml version="1.0"?>\n<net name="a" version="11">', /OpenVINO/],
  ])('%s', (_, name, bytes, sentence) => {
    expect(said(name, bytes)).toMatch(sentence);
  });
});

describe('what belongs to ONNX and is no model', () => {
  const tensor = create(TensorProtoSchema, { dims: [1n, 300n], dataType: 1, rawData: new Uint8Array(1200) });
  test.each([
    ['text', 'm.onnxtxt', '<\n  ir_version: 8,\n  opset_import: ["" : 17]\n>\nnet () {}', "format='onnxtxt'"],
    ['text of protobuf', 'm.onnx', 'ir_version: 8\nproducer_name: "x"', "format='textproto'"],
    ['JSON', 'm.json', '{"irVersion": "8", "graph": {}}', "onnx.load('m.json', format='json')"],
    [
      'weights beside it',
      'm.onnx_data',
      raw('\u0001\u00f0\u003f\u0000'),
      'Open the .onnx file that lies beside it',
    ],
    ['weights called otherwise', 'm.onnx.data', raw('\u0001\u00f0\u003f\u0000'), 'beside it'],
    ['a tensor', 'input_0.pb', toBinary(TensorProtoSchema, tensor), 'one tensor of ONNX'],
    ['a model called a network', 'm.loom', model, 'a name that ends in .onnx'],
  ])('%s', (_, name, bytes, sentence) => {
    expect(said(name, bytes)).toContain(sentence);
  });

  test('a model that is cut short, with how much of it there is', () => {
    const cut = model.subarray(0, model.length - 700);
    expect(said('m.onnx', cut)).toMatch(/cut short, and of 2\s104 bytes 1\s404 are there/);
    expect(said('m.onnx', model.subarray(0, headLength), 300)).toContain('300 are there');
  });
});

describe('what is no model at all', () => {
  test.each([
    ['gzip', 'm.onnx.gz', raw('\u001f\u008b\u0008\0'), 'a packed file (gzip). Unpack it'],
    ['7z', 'm.7z', raw("7z\u00bc\u00af'\u001c\0"), 'a packed file (7z)'],
    ['tar', 'm.tar', tar, 'a packed file (tar)'],
    ['a zip of a model', 'm.onnx', stored({ 'net/model.onnx': model }), 'a packed file (zip)'],
    ['an array', 'x.npy', encodeNpy(numbers), 'an array of NumPy'],
    [
      'arrays',
      'x.npz',
      zipSync({ 'a.npy': encodeNpy(numbers) }),
      'arrays of NumPy, not a network. Choose it as data',
    ],
    ['a table', 'x.csv', 'a,b\n1,2\n', 'a table, not a network. Choose it as data'],
    ['a table of units', 'x.csv', 'BMI,height\n1,2\n', 'a table'],
    ['PNG', 'm.onnx', raw('\u0089PNG\r\n\u001a\n\0'), 'is a picture'],
    ['JPEG', 'm.onnx', raw('\u00ff\u00d8\u00ff\u00e0\0'), 'is a picture'],
    ['a drawing', 'm.svg', '<svg xmlns="http://www.w3.org/2000/svg">', 'is a picture'],
    ['PDF', 'paper.pdf', raw('%PDF-1.7\n\u0001'), 'is a PDF document'],
    ['a notebook', 'a.ipynb', '{"cells": [], "nbformat": 4}', 'a Jupyter notebook'],
    ['JSON', 'a.json', '{"a": 1}', 'is JSON, not an ONNX model'],
  ])('%s', (_, name, bytes, sentence) => {
    expect(said(name, bytes)).toContain(sentence);
  });
});

describe('what can be opened', () => {
  const names = ['m.onnx', 'm.pt', 'm.tflite', 'm', 'm.csv', 'm.onnx_data', 'm.html'];
  const producers = [
    'pytorch',
    '<html>',
    'ORTM',
    'TFL3',
    'GGUF',
    'ustar',
    '',
    'ünïcode',
    'n'.repeat(200_000),
  ];
  test.each(names)('a model is one, whatever wrote it, called %s', (name) => {
    for (const producerName of producers) {
      for (const irVersion of [3n, 8n, 13n]) {
        const read = create(ModelProtoSchema, {
          irVersion,
          producerName,
          graph: { name: 'g' },
          opsetImport: [{ version: 17n }],
        });
        expect(said(name, toBinary(ModelProtoSchema, read))).toBeUndefined();
      }
    }
  });

  test('a model larger than what is looked at, and one without a version', () => {
    expect(said('m.onnx', model, model.length)).toBeUndefined();
    const large = create(ModelProtoSchema, { irVersion: 8n, graph: { docString: 'd'.repeat(300_000) } });
    expect(said('m.onnx', toBinary(ModelProtoSchema, large))).toBeUndefined();
    expect(
      said('m.onnx', toBinary(ModelProtoSchema, create(ModelProtoSchema, { graph: { name: 'g' } }))),
    ).toBeUndefined();
  });

  test('a network of this app, and what says nothing of itself', () => {
    const network = zipSync({ 'document.json': strToU8('{}'), 'inputs/a.npy': encodeNpy(numbers) });
    expect(said('net.loom', network)).toBeUndefined();
    expect(said('net.onnx', network)).toBeUndefined();
    expect(said('net.loom', 'Dear teacher')).toBeUndefined();
    expect(said('net.loom', stored({ 'readme.txt': nothing }))).toBeUndefined();
    expect(said('m.onnx', '')).toBeUndefined();
    expect(said('m.onnx', raw('\u0001\u0002\u0003\u00fe'))).toBeUndefined();
    expect([isNetwork(network, 'm.onnx'), isNetwork(model, 'm.bin'), isNetwork(nothing, 'a.LOOM')]).toEqual([
      true,
      false,
      true,
    ]);
  });

  test('the fields of a model are those of its format', () => {
    for (const { number, scalar } of ModelProtoSchema.fields) {
      const isNumber = scalar === ScalarType.INT64;
      expect([numberFields.has(number), bytesFields.has(number)]).toEqual([isNumber, !isNumber]);
    }
  });
});

test.each([
  ['a SavedModel', ['assets', 'saved_model.pb', 'variables'], /a TensorFlow model \(SavedModel\)/],
  ['a package of Core ML', ['Data', 'Manifest.json'], /Core ML/],
  ['a lesson', ['document.json', 'lesson.md', 'saved_model.pb'], undefined],
  ['any other', ['notes.txt'], undefined],
])('a folder that is %s', (_, names, sentence) => {
  const found = whatFolderIs('net', names);
  expect(found && describeProblem(found)).toEqual(sentence && expect.stringMatching(sentence));
});

test('raw weights are only called what stands for them', () => {
  const start = (head: Uint8Array) => ({ file: 'w.bin', name: 'w.bin', head, size: head.length });
  expect(whatStandsFor(start(strToU8(pointer)))?.code).toBe('is-lfs-pointer');
  expect(whatStandsFor(start(strToU8(page)))?.code).toBe('is-web-page');
  expect(whatStandsFor(start(new Uint8Array(100)))).toBeUndefined();
  expect(whatStandsFor(start(strToU8('words')))).toBeUndefined();
});

test.each(Object.entries(otherFileMessages))('%s can be read however long names are', (_, message) => {
  const long = { file: '/folder'.repeat(2000), source: "'name'".repeat(2000), text: 'text'.repeat(2000) };
  expect(fillShown<string>(message, long).length).toBeLessThanOrEqual(300);
});

test('a line of Python is one whatever the name is', () => {
  expect(said("it's.pt", torch(pickles.model))).toContain("torch.load('it\\'s.pt'");
});
