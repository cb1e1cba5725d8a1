/** .loom files that are not what they say: each is refused with the reason. */
import { strToU8, zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeProblem, isProblem } from '../messages/problem';
import { nodeLimit } from '../tensor/file-limits';
import { encodeNpy } from '../tensor/npy';
import { encodeSafetensors } from '../tensor/safetensors';
import { sizeOf } from '../tensor/shape';
import { floatTensor } from '../tensor/tensor';
import {
  decodeDocument,
  encodeDocument,
  unzipDocument,
  zipDocument,
  type DocumentFiles,
} from './file-format';
import { formatVersion } from './migrations';
import { full } from './testing-full';
import { initialTraining } from './training-settings';

const json = (change: (raw: Record<string, unknown>) => unknown): DocumentFiles => {
  const files = new Map(encodeDocument(full));
  const raw = JSON.parse(new TextDecoder().decode(files.get('document.json'))) as Record<string, unknown>;
  files.set('document.json', strToU8(JSON.stringify(change(raw))));
  return files;
};
const withNodes = (...nodes: unknown[]) => json((raw) => ({ ...raw, nodes, edges: [], groups: [] }));
const plain = (id: string, name = id) => ({
  id,
  kind: 'ReLU',
  name,
  attributes: {},
  position: { x: 0, y: 0 },
});
const wires = (...pairs: [string, string][]) =>
  json((raw) => ({
    ...raw,
    nodes: ['input-1', 'linear-1', 'a', 'b'].map((id) => plain(id)),
    groups: [],
    edges: pairs.map(([from, to]) => ({ from: { node: from, port: 'y' }, to: { node: to, port: 'x' } })),
  }));
const withFile = (name: string, bytes: Uint8Array): DocumentFiles =>
  new Map(encodeDocument(full)).set(name, bytes as Uint8Array<ArrayBuffer>);

/** Of the linear layer, in these shapes. */
const weights = (shapes: Readonly<Record<string, readonly number[]>>) =>
  withFile(
    'parameters.safetensors',
    encodeSafetensors(
      new Map(
        Object.entries(shapes).map(([name, shape]) => [
          `linear-1.${name}`,
          floatTensor(shape, new Array<number>(sizeOf(shape)).fill(1)),
        ]),
      ),
    ),
  );

describe('is refused', () => {
  test.each<[string, DocumentFiles, RegExp]>([
    ['without a document', new Map(), /is not a Layerloom file: it holds no document\.json/],
    ['without a format', json(({ title }) => ({ title })), /states no format/],
    ['null', json(() => null), /states no format/],
    [
      'of a newer version',
      json((raw) => ({ ...raw, format: formatVersion + 1 })),
      /newer Layerloom \(format 5; this one reads up to 4\)/,
    ],
    ['of format 0', json((raw) => ({ ...raw, format: 0 })), /states no format/],
    ['of half a format', json((raw) => ({ ...raw, format: 0.5 })), /states no format/],
    ['cut short', withFile('document.json', strToU8('{"format": 1, ')), /is not JSON/],
    [
      'without nodes',
      json((raw) => ({ ...raw, nodes: undefined })),
      /damaged: its list of layers is missing/,
    ],
    ['two nodes of one id', withNodes(plain('a'), plain('a', 'other')), /two layers have the id a/],
    [
      'two nodes of one name',
      withNodes(plain('a', 'same'), plain('b', 'same')),
      /two layers are called same/,
    ],
    [
      'an id that leaves the folder',
      withNodes(plain('../a')),
      /the id of layer "\.\.\/a" is "\.\.\/a", and must be up to 80 letters/,
    ],
    ['an id with a dot', withNodes(plain('a.b')), /the id of layer "a\.b"/],
    ['an id every object has', withNodes(plain('constructor')), /the id of layer "constructor"/],
    ['an id of the prototype', withNodes(plain('__proto__')), /the id of layer "__proto__"/],
    ['a name that is empty', withNodes(plain('a', '')), /the name of layer 1 is "", and must be a text/],
    [
      'a position nobody finds',
      withNodes({ ...plain('a'), position: { x: null, y: 0 } }),
      /the position\.x of layer "a" is null, and must be a number from -1,000,000 to 1,000,000/,
    ],
    [
      'an attribute out of range',
      withNodes({ ...plain('a'), kind: 'Concat', attributes: { tensors: 1e9 } }),
      /layer "a" cannot be used: tensors must be from 2 to 16; 1000000000 is not\./,
    ],
    [
      'an attribute that is an object',
      withNodes({ ...plain('a'), attributes: { a: {} } }),
      /the attribute a of layer "a" is a group of values, and must be a number/,
    ],
    ['a wire from nowhere', wires(['gone', 'a']), /a layer gone that is not there/],
    ['a loop', wires(['a', 'b'], ['b', 'a']), /its wires form a loop through [ab]\./],
    ['a wire to itself', wires(['a', 'a']), /loop through a/],
    [
      'two wires to one input',
      wires(['a', 'linear-1'], ['b', 'linear-1']),
      /two wires lead to the input x of linear-1/,
    ],
    [
      'two groups of one id',
      json((raw) => ({ ...raw, groups: [1, 2].map(() => ({ id: 'g', name: 'G', nodes: ['relu-1'] })) })),
      /two groups have the id g/,
    ],
    ['weights that are none', withFile('parameters.safetensors', Uint8Array.of(1, 2, 3)), /cut short/],
    [
      'weights of no layer',
      withFile(
        'parameters.safetensors',
        encodeSafetensors(new Map([['gone.weight', floatTensor([1], [1])]])),
      ),
      /belongs to no layer/,
    ],
    [
      'weights of whole numbers',
      withFile(
        'parameters.safetensors',
        encodeSafetensors(
          new Map([['linear-1.weight', { dtype: 'int8', shape: [1], values: Int8Array.of(1) }]]),
        ),
      ),
      /linear-1\.weight is int8, and must be float32/,
    ],
    ['an input that is none', withFile('inputs/input-1.npy', Uint8Array.of(1)), /not an \.npy file/],
    [
      'an input of text',
      withFile('inputs/input-1.npy', encodeNpy({ dtype: 'string', shape: [1], values: ['a'] })),
      /is of string, where it takes float32/,
    ],
    ['a network that is none', json((raw) => [raw]), /states no format/],
    [
      'a list of layers that is none',
      json((raw) => ({ ...raw, nodes: {} })),
      /its list of layers is a group of values, and must be a list/,
    ],
    ['a layer that is none', withNodes(null), /layer 1 is null, and must be a group of named values/],
    [
      'a position beyond the canvas',
      withNodes({ ...plain('a', 'Far "1"'), position: { x: 0, y: 1e300 } }),
      /the position\.y of layer "Far "1"" is 1e\+300, and must be a number from -1,000,000 to 1,000,000/,
    ],
    [
      'a number larger than any',
      withFile(
        'document.json',
        strToU8('{"format":1,"title":"T","seed":1e400,"nodes":[],"edges":[],"groups":[]}'),
      ),
      /"seed" is Infinity, and must be a whole number/,
    ],
    [
      'an attribute no layer has',
      withNodes({ ...plain('a'), attributes: { colour: 1 } }),
      /an attribute colour, which no ReLU has/,
    ],
    [
      'a wire from an output that is not there',
      json((raw) => ({
        ...raw,
        edges: [{ from: { node: 'input-1', port: 'z' }, to: { node: 'linear-1', port: 'x' } }],
      })),
      /leads from an output z, which The input-1 does not have/,
    ],
    ...(
      [
        ['epochs', 1e12, 'a whole number from 1 to 10000'],
        ['epochs', 2.5, 'a whole number from 1 to 10000'],
        ['batch', 0, 'a whole number from 1 to 100000'],
        ['momentum', '0.9', 'a number from 0 to 1'],
        ['shuffle', 1, 'true or false'],
        ['clip', 'hard', 'one of none, norm, value'],
        ['loss', 'Mean, squared', 'a name such as CrossEntropyLoss or SGD'],
        ['classWeights', [1, -1], 'a list of numbers above 0, up to 1,000,000'],
      ] as const
    ).map(([field, value, wanted]): [string, DocumentFiles, RegExp] => [
      `${field} of training that are ${JSON.stringify(value)}`,
      json((raw) => ({ ...raw, training: { ...initialTraining, [field]: value } })),
      new RegExp(`the ${field}[.0-9]* of its training settings is .*, and must be ${wanted}`),
    ]),
    [
      'a group of a layer that is gone',
      json((raw) => ({ ...raw, groups: [{ id: 'g', name: 'G', nodes: ['relu-1', 'gone'] }] })),
      /the group G holds a layer gone that is not there/,
    ],
    [
      'a layer twice in a group',
      json((raw) => ({ ...raw, groups: [{ id: 'g', name: 'G', nodes: ['relu-1', 'relu-1'] }] })),
      /is in the group G twice/,
    ],
    [
      'groups that lie across one another',
      json((raw) => ({
        ...raw,
        groups: [
          { id: 'g', name: 'G', nodes: ['relu-1', 'linear-1'] },
          { id: 'h', name: 'H', nodes: ['relu-1'] },
          { id: 'i', name: 'I', nodes: ['linear-1', 'input-1'] },
        ],
      })),
      /the groups I and G share layers, and neither is within the other/,
    ],
    [
      'a group of nothing',
      json((raw) => ({ ...raw, groups: [{ id: 'g', name: 'G', nodes: [] }] })),
      /the group G holds no layer/,
    ],
    [
      'settings of training that are none',
      json((raw) => ({ ...raw, training: { ...initialTraining, rate: -1 } })),
      /the rate of its training settings is -1, and must be a number from 1e-9 to 1000/,
    ],
    [
      'more layers than are drawn',
      withNodes(...Array.from({ length: nodeLimit + 1 }, (_, at) => plain(`n${at}`))),
      /holds 10001 layers, and up to 10000 can be opened/,
    ],
    [
      'weights of the wrong shape',
      weights({ weight: [3, 2], bias: [2] }),
      /linear-1\.weight of 3 x 2, and The linear-1 needs 2 x 3/,
    ],
    [
      'weights a layer does not have',
      weights({ weight: [2, 3], slope: [2] }),
      /holds linear-1\.slope, and The linear-1 has no such numbers/,
    ],
    [
      'an input of the wrong shape',
      withFile('inputs/input-1.npy', encodeNpy(floatTensor([2, 4], new Array<number>(8).fill(1)))),
      /holds 2 x 4 numbers for The input-1, which takes 2 x 3/,
    ],
    [
      'an input for a layer that takes none',
      withFile('inputs/linear-1.npy', encodeNpy(floatTensor([1], [1]))),
      /numbers for The linear-1, which is given none/,
    ],
    [
      'an input of no layer',
      withFile('inputs/gone.npy', encodeNpy(floatTensor([1], [1]))),
      /belongs to no layer/,
    ],
    [
      'lists in lists without end',
      withFile('document.json', strToU8('['.repeat(1000))),
      /more than 64 lists and objects within/,
    ],
  ])('%s', (_, files, reason) => {
    const refused = decodeDocument(files, 'a.loom');
    expect(isProblem(refused) && describeProblem(refused)).toMatch(reason);
  });

  test('prototypes stay as they are, whatever a file is called', () => {
    const tensor = floatTensor([1], [1]);
    const bytes = encodeSafetensors(
      new Map([
        ['__proto__.polluted', tensor],
        ['constructor.polluted', tensor],
      ]),
    );
    for (const id of ['__proto__', 'constructor']) {
      decodeDocument(new Map([...withNodes(plain(id)), ['parameters.safetensors', bytes]]), 'a.loom');
    }
    decodeDocument(
      json((raw) => JSON.parse(`{"__proto__": {"polluted": 1}, ${JSON.stringify(raw).slice(1)}`)),
      'a.loom',
    );
    expect('polluted' in {}).toBe(false);
    expect('polluted' in Object).toBe(false);
  });

  test('a file that is no zip, or a broken one', () => {
    const whole = zipDocument(full);
    const cut = unzipDocument(whole.subarray(0, whole.length - 30), 'a.loom');
    expect(isProblem(cut) && describeProblem(cut)).toMatch(/damaged/);
    const other = unzipDocument(strToU8('%PDF-1.7'), 'a.loom');
    expect(isProblem(other) && describeProblem(other)).toMatch(/does not start as one does/);
    expect(isProblem(unzipDocument(new Uint8Array(), 'a.loom'))).toBe(true);
  });

  test('a zip that would unpack to more than the limit, before it is unpacked', () => {
    const small = zipSync({ 'document.json': strToU8('{}') });
    // The directory of a zip says how large its files are: here 3 GB.
    const view = new DataView(small.buffer);
    const directory = Array.from(small).findIndex(
      (_, at) => view.byteLength - at > 4 && view.getUint32(at, true) === 0x02014b50,
    );
    view.setUint32(directory + 24, 3_000_000_000, true);
    const refused = unzipDocument(small, 'a.loom');
    expect(isProblem(refused) && describeProblem(refused)).toMatch(/3\.0 GB, more than the 300\.0 MB/);
  });

  test('anything else, without ever throwing', () => {
    const part = fc.oneof(fc.jsonValue(), fc.constant([]), fc.constantFrom<unknown>('a', 1, null));
    const raw = fc.record(
      { format: fc.constant(1), title: part, seed: part, nodes: part, edges: part, groups: part },
      { requiredKeys: ['format'] },
    );
    const nodes = fc.array(
      fc.record(
        {
          id: fc.constantFrom('a', 'b', '__proto__', ''),
          kind: fc.constantFrom('ReLU', 'Linear', 'Nope'),
          name: fc.constantFrom('A', 'B', ''),
          attributes: fc.oneof(fc.constant({}), part),
          position: fc.oneof(fc.constant({ x: 0, y: 0 }), part),
        },
        { requiredKeys: ['id'] },
      ),
      { maxLength: 3 },
    );
    const given = fc.oneof(
      raw,
      nodes.map((list) => ({ format: 1, title: 'T', seed: 1, nodes: list, edges: [], groups: [] })),
    );
    fc.assert(
      fc.property(given, (value) => {
        const files = new Map([['document.json', strToU8(JSON.stringify(value))]]);
        const document = decodeDocument(files, 'a.loom');
        if (isProblem(document)) {
          expect(describeProblem(document)).not.toMatch(/\{\w+\}|Invalid|Expected|undefined|\[object|NaN/);
        } else expect(decodeDocument(encodeDocument(document), 'a.loom')).toEqual(document);
      }),
      { seed: 91, numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(isProblem(unzipDocument(Uint8Array.of(0x50, 0x4b, ...bytes), 'a.loom'))).toBe(true);
      }),
      { seed: 92, numRuns: 200 },
    );
  });
});
