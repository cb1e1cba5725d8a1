/** Files made to be refused, or to be opened against all appearances: each is a way in which files were found to go wrong. */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { strFromU8, strToU8, zipSync } from 'fflate';
import { ModelProtoSchema, TensorProto_DataLocation as DataLocation, type ModelProto } from 'onnx-buf';
import { encodeNpy } from '#shared/tensor/npy';
import { encodeSafetensors } from '#shared/tensor/safetensors';
import { floatTensor } from '#shared/tensor/tensor';
import type { Case } from './mutate';
import { arrays, lessons, onnxModels, table, type Files, type Kind } from './seeds';

type Raw = Record<string, unknown> & {
  nodes: Record<string, unknown>[];
  edges: { from: { node: string; port: string }; to: { node: string; port: string } }[];
};

const lesson: Files = lessons[0] ?? {};
const text = strFromU8(lesson['document.json'] ?? new Uint8Array());

const loom = (name: string, files: Files): Case => ({
  name,
  kind: 'loom',
  bytes: zipSync(files, { level: 6 }),
});
const written = (name: string, json: string): Case =>
  loom(name, { ...lesson, 'document.json': strToU8(json) });
const changed = (name: string, change: (raw: Raw) => unknown): Case => {
  const raw = JSON.parse(text) as Raw;
  const answer = change(raw);
  return written(name, JSON.stringify(typeof answer === 'object' ? answer : raw));
};
const file = (name: string, kind: Kind, bytes: Uint8Array | string): Case => ({
  name,
  kind,
  bytes: typeof bytes === 'string' ? strToU8(bytes) : bytes,
});

const values = {
  nothing: null,
  text: 'x',
  number: 1e300,
  negative: -1,
  half: 0.5,
  list: [],
  object: {},
  long: 'n'.repeat(10_000),
  mark: '\u202e\u0000',
};
const fields = ['id', 'kind', 'name', 'attributes', 'position', 'isBypassed', 'stage'];

const documents: readonly Case[] = [
  ...['title', 'seed', 'nodes', 'edges', 'groups', 'training', 'data'].flatMap((field) =>
    Object.entries(values).map(([called, value]) =>
      changed(`${field}-${called}`, (raw) => ({ ...raw, [field]: value })),
    ),
  ),
  ...fields.flatMap((field) =>
    Object.entries(values).map(([called, value]) =>
      changed(`layer-${field}-${called}`, ({ nodes: [first] }) => void (first![field] = value)),
    ),
  ),
  changed('port-of-none', ({ edges: [first] }) => void (first!.from.port = 'z')),
  changed('port-to-none', ({ edges: [first] }) => void (first!.to.port = 'z')),
  changed('wire-from-nowhere', ({ edges: [first] }) => void (first!.from.node = 'gone')),
  changed('wire-to-itself', ({ edges: [first] }) => void (first!.from.node = first!.to.node)),
  changed('loop', ({ edges }) => {
    for (const edge of edges) [edge.from.node, edge.to.node] = [edge.to.node, edge.from.node];
    return undefined;
  }),
  changed('wires-twice', ({ edges }) => void edges.push(...edges)),
  changed('layers-twice', ({ nodes }) => void nodes.push(...nodes)),
  changed('far-away', ({ nodes: [first] }) => void (first!.position = { x: 1e300, y: -1e300 })),
  changed('no-layers', (raw) => ({ ...raw, nodes: [], edges: [], groups: [] })),
  changed('twenty-thousand-layers', (raw) => ({ ...raw, ...chain(20_000) })),
  changed('a-hundred-thousand-layers', (raw) => ({ ...raw, ...chain(100_000) })),
  changed('as-many-layers-as-may-be', (raw) => ({ ...raw, ...chain(2000), groups: [] })),
  changed('a-million-groups', (raw) => ({ ...raw, groups: Array.from({ length: 300_000 }, () => ({})) })),
  changed(
    'endless-attributes',
    ({ nodes: [first] }) => void (first!.attributes = { shape: new Array(1_000_000).fill(1) }),
  ),
  changed('huge-input', ({ nodes: [first] }) => void (first!.attributes = { shape: [1e5, 1e5, 1e5] })),
  written('not-json', '{"format": 1, '),
  written('nothing', ''),
  written('deep', '['.repeat(5_000_000)),
  written('wide', `[${'[],'.repeat(6_000_000)}[]]`),
  written('endless', ' '.repeat(25_000_000)),
  written('infinite', text.replace(/"seed": ?\d+/, '"seed": 1e400')),
  written('prototype', text.replace('{', '{"__proto__": {"polluted": 1},')),
  written('twice-the-same-key', text.replace('{', '{"nodes": 4,')),
  written('newer', text.replace(/"format": ?1/, '"format": 99')),
  loom('utf-16', { ...lesson, 'document.json': Buffer.from(text, 'utf16le') }),
  loom('utf-16-marked', { ...lesson, 'document.json': Buffer.from(`\uFEFF${text}`, 'utf16le') }),
  loom('without-document', { 'parameters.safetensors': new Uint8Array(8) }),
];

function chain(count: number): Pick<Raw, 'nodes' | 'edges'> {
  const of = (at: number) => ({
    id: `n${at}`,
    kind: at === 0 ? 'Input' : 'ReLU',
    name: `N ${at}`,
    attributes: {},
  });
  const place = (at: number) => ({ x: (at % 50) * 200, y: Math.floor(at / 50) * 150 });
  return {
    nodes: Array.from({ length: count }, (_, at) => ({ ...of(at), position: place(at) })),
    edges: Array.from({ length: count - 1 }, (_, at) => ({
      from: { node: `n${at}`, port: 'y' },
      to: { node: `n${at + 1}`, port: 'x' },
    })),
  };
}

const weights = (name: string, bytes: Uint8Array): Case =>
  loom(name, { ...lesson, 'parameters.safetensors': bytes });
const header = (json: string, body = new Uint8Array(), length = json.length): Uint8Array => {
  const start = new Uint8Array(8);
  new DataView(start.buffer).setBigUint64(0, BigInt(length), true);
  return Buffer.concat([start, strToU8(json), body]);
};
const entry = (offsets: readonly number[], shape: readonly number[] = [1], dtype = 'F32') =>
  JSON.stringify({ 'linear-1.weight': { dtype, shape, data_offsets: offsets } });

const tensors: readonly Case[] = [
  weights('weights-of-nothing', new Uint8Array()),
  weights('weights-cut-short', header(entry([0, 4]), new Uint8Array(2))),
  weights('weights-of-endless-table', header('{}', new Uint8Array(), 2 ** 50)),
  weights('weights-backwards', header(entry([4, 0]), new Uint8Array(4))),
  weights('weights-beyond', header(entry([1e15, 1e15 + 4]), new Uint8Array(4))),
  weights('weights-of-negative-size', header(entry([0, 4], [-1]), new Uint8Array(4))),
  weights('weights-of-another-type', header(entry([0, 4], [1], 'BF16'), new Uint8Array(4))),
  weights('weights-no-table', header('[1, 2, 3]')),
  weights('weights-deep-table', header('['.repeat(100_000))),
  weights(
    'weights-of-the-wrong-shape',
    encodeSafetensors(new Map([['linear-1.weight', floatTensor([1, 2], [1, 2])]])),
  ),
  weights('weights-of-no-parameter', encodeSafetensors(new Map([['linear-1.slope', floatTensor([1], [1])]]))),
  weights('weights-of-no-layer', encodeSafetensors(new Map([['gone.weight', floatTensor([1], [1])]]))),
  weights(
    'weights-of-a-long-name',
    encodeSafetensors(new Map([[`${'n'.repeat(10_000)}.weight`, floatTensor([1], [1])]])),
  ),
  loom('input-of-no-layer', { ...lesson, 'inputs/gone.npy': encodeNpy(floatTensor([1], [1])) }),
  loom('input-of-none', { ...lesson, 'inputs/linear-1.npy': encodeNpy(floatTensor([1], [1])) }),
  loom('input-of-the-wrong-shape', {
    ...lesson,
    'inputs/input-1.npy': encodeNpy(floatTensor([9, 9, 9], new Array<number>(729).fill(1))),
  }),
];

const folded = zipSync(lesson, { level: 6 });
const patched = (
  name: string,
  kind: Kind,
  bytes: Uint8Array,
  change: (view: DataView, directory: number) => void,
): Case => {
  const copy = new Uint8Array(bytes);
  const view = new DataView(copy.buffer);
  let directory = copy.length - 22;
  while (directory > 0 && view.getUint32(directory, true) !== 0x02014b50) directory--;
  change(view, directory);
  return { name, kind, bytes: copy };
};
const zero = new Uint8Array(200_000_000);
const padded = zipSync({ 'features.npy': zero, 'targets.npy': zero }, { level: 9 });
const zips: readonly Case[] = [
  patched('zip-of-gigabytes', 'loom', folded, (view, at) => view.setUint32(at + 24, 3e9, true)),
  patched('zip-that-lies', 'loom', padded, (view, at) => view.setUint32(at + 24, 10, true)),
  patched('zip-encrypted', 'loom', folded, (view, at) => view.setUint16(at + 8, 1, true)),
  patched('zip-of-another-method', 'loom', folded, (view, at) => view.setUint16(at + 10, 93, true)),
  patched('zip-of-another-checksum', 'loom', folded, (view, at) => view.setUint32(at + 16, 1, true)),
  patched('zip-of-the-large-kind', 'loom', folded, (view) =>
    view.setUint16(view.byteLength - 12, 0xffff, true),
  ),
  patched('zip-of-many-files', 'loom', folded, (view) => view.setUint16(view.byteLength - 12, 60_000, true)),
  file('zip-alone', 'loom', 'PK'),
  file('zip-of-garbage', 'loom', Buffer.concat([strToU8('PK\u0003\u0004'), table])),
  file('zip-with-more', 'loom', Buffer.concat([folded, table])),
  loom('zip-of-files-outside', { ...lesson, '../../etc/passwd': table }),
  loom('zip-of-a-long-name', { ...lesson, ['n'.repeat(10_000)]: table }),
  loom(
    'zip-of-very-many',
    Object.fromEntries(Array.from({ length: 12_000 }, (_, at) => [`f${at}`, new Uint8Array()])),
  ),
  loom('zip-of-zeros', { ...lesson, 'data.csv': zero }),
  file('padded', 'npz', padded),
  file('letter', 'loom', 'Dear teacher'),
  file('empty', 'loom', ''),
  { name: 'a-gigabyte', kind: 'loom', bytes: strToU8('PK'), grown: 990_000_000 },
];

const model = (name: string, change: (model: ModelProto) => void): Case => {
  const whole = fromBinary(ModelProtoSchema, onnxModels[0] ?? new Uint8Array());
  change(whole);
  return file(name, 'onnx', toBinary(ModelProtoSchema, whole));
};
const onnx: readonly Case[] = [
  file('empty', 'onnx', ''),
  file('letter', 'onnx', 'Dear teacher'),
  file('zip', 'onnx', folded),
  file('no-graph', 'onnx', toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n }))),
  { name: 'a-gigabyte', kind: 'onnx', bytes: onnxModels[0] ?? new Uint8Array(), grown: 990_000_000 },
  file(
    'empty-nodes',
    'onnx',
    toBinary(
      ModelProtoSchema,
      create(ModelProtoSchema, {
        opsetImport: [{ version: 17n }],
        graph: { node: Array.from({ length: 3_000_000 }, () => ({})) },
      }),
    ),
  ),
  model('old-set', (it) => void (it.opsetImport[0]!.version = 11n)),
  model('oldest-set', (it) => void (it.opsetImport[0]!.version = 1n)),
  model('set-of-tomorrow', (it) => void (it.opsetImport[0]!.version = 9999n)),
  model('no-set', (it) => void (it.opsetImport = [])),
  model('no-output', ({ graph }) => void (graph!.output = [])),
  model('no-nodes', ({ graph }) => void (graph!.node = [])),
  model('no-weights', ({ graph }) => void (graph!.initializer = [])),
  model('no-input', ({ graph }) => void (graph!.input = [])),
  model('loop', ({ graph }) => void graph!.node.reverse()),
  model('operator-of-none', ({ graph }) => void (graph!.node[0]!.opType = 'n'.repeat(10_000))),
  model('other-domain', ({ graph }) => void (graph!.node[0]!.domain = 'com.example')),
  model('all-the-same-name', ({ graph }) => graph!.node.forEach((node) => (node.output = ['y']))),
  model('negative-sizes', ({ graph }) =>
    graph!.initializer.forEach((tensor) => (tensor.dims = tensor.dims.map((size) => -size))),
  ),
  model('huge-sizes', ({ graph }) => graph!.initializer.forEach((tensor) => (tensor.dims = [1n << 62n]))),
  model('elsewhere', ({ graph }) =>
    graph!.initializer.forEach((tensor) => {
      tensor.dataLocation = DataLocation.EXTERNAL;
      tensor.externalData = [
        { $typeName: 'onnx.StringStringEntryProto', key: 'location', value: 'x'.repeat(10_000) },
      ];
    }),
  ),
  model('doubles', ({ graph }) => graph!.initializer.forEach((tensor) => (tensor.dataType = 11))),
];

const npy = (name: string, dictionary: string, body: Uint8Array = new Uint8Array(16)): Case => {
  const start = Uint8Array.of(
    0x93,
    ...strToU8('NUMPY'),
    1,
    0,
    dictionary.length & 255,
    dictionary.length >> 8,
  );
  return file(name, 'npy', Buffer.concat([start, strToU8(dictionary), body]));
};
const shaped = (name: string, shape: string, descr = '<f4') =>
  npy(name, `{'descr': '${descr}', 'fortran_order': False, 'shape': (${shape}), }\n`);
const rows: readonly Case[] = [
  shaped('sizes-without-end', '99999999999,99999999999'),
  shaped('sizes-of-a-billion', '1000000000,1'),
  shaped('of-one-dimension', '4,'),
  shaped('of-none', ''),
  shaped('of-no-rows', '0,4'),
  shaped('of-objects', '2,2', '|O'),
  shaped('of-text-without-letters', '1000000000,2', '<U0'),
  shaped('of-dates', '2,1', '<M8'),
  npy('header-of-none', ''),
  npy('header-of-python', "__import__('os').system('true')"),
  npy('header-of-brackets', '('.repeat(60_000)),
  file('empty', 'npy', ''),
  file('of-version-nine', 'npy', (arrays.npy[0] ?? new Uint8Array()).with(6, 9)),
  file('array-in-a-table', 'csv', arrays.npy[0] ?? new Uint8Array()),
  file('no-arrays', 'npz', zipSync({ 'readme.txt': table })),
  file(
    'three-arrays',
    'npz',
    zipSync(Object.fromEntries(['a', 'b', 'c'].map((name) => [`${name}.npy`, arrays.npy[0] ?? table]))),
  ),
  file('arrays-of-garbage', 'npz', zipSync({ 'features.npy': table, 'targets.npy': table })),
  file('empty', 'csv', ''),
  file('one-column', 'csv', 'a\n1\n2\n'),
  file('heading-alone', 'csv', 'a,b\n'),
  file('quote-left-open', 'csv', 'a,b\n1,2\n"3,4\n5,6\n'),
  file('quote-left-open-late', 'csv', `a,b\n${'1,2\n'.repeat(5000)}"3,4\n${'5,6\n'.repeat(200_000)}`),
  file('ragged', 'csv', 'a,b\n1,2,3\n4\n5,6,7,8\n'),
  file('zeros', 'csv', new Uint8Array(5000)),
  file('infinite', 'csv', `a,b\n${'1e400,1\nInfinity,0\n-inf,1\n'.repeat(10)}`),
  file('utf-16', 'csv', Buffer.from('a,b\n1,2\n3,4\n'.repeat(20), 'utf16le')),
  file('utf-16-marked', 'csv', Buffer.from('\uFEFFa,b\n1,2\n3,4\n'.repeat(1), 'utf16le').swap16()),
  file('marks-of-direction', 'csv', 'a\u202e,b\u2066\n1,x\n2,y\n3,x\n'),
  file('a-hundred-thousand-columns', 'csv', `${'1,'.repeat(100_000)}\n`.repeat(3)),
  file('millions-of-cells', 'csv', `${'12,'.repeat(9999)}12\n`.repeat(1000)),
  file('a-long-cell', 'csv', `a,b\n${'x'.repeat(20_000_000)},1\n2,3\n`),
  file(
    'picture',
    'csv',
    Buffer.concat([
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
      new Uint8Array(2000).map((_, at) => at * 37),
    ]),
  ),
  file('html', 'csv', '<!doctype html>\n<html><body>404</body></html>\n'),
  file('json', 'csv', '[{"a": 1, "b": 2}]'),
  file('a-line-of-a-hundred-megabytes', 'csv', Buffer.alloc(100_000_000, '1,')),
  { name: 'a-gigabyte', kind: 'csv', bytes: Buffer.alloc(40_000_000, '1,2;'), grown: 1_000_000_000 },
  { name: 'a-gigabyte', kind: 'npz', bytes: strToU8('PK'), grown: 990_000_000 },
];

export const hostile: readonly Case[] = [...documents, ...tensors, ...zips, ...onnx, ...rows].map(
  (one, at) => ({
    ...one,
    name: `${one.kind}-${one.name}-${at}`,
  }),
);
