/** Traces of ONNX models: names, inputs, values and files that cannot be read. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { TensorProto_DataLocation as DataLocation, TensorProto_DataType as DataType } from 'onnx-buf';
import { describe, expect, test } from 'vitest';
import { integer, op, value } from '#shared/onnx/testing';
import { floatTensor } from '#shared/tensor/tensor';
import {
  folder,
  makePipe,
  numbersOf,
  traced,
  traceFile,
  writeBytes,
  writeModel,
  writeTensor,
} from './testing';

const two = writeTensor('two', floatTensor([2], [1, -2]));

/** y = x + w, where the file has w = [10, 20]. */
const sum = (isInput: boolean) => ({
  input: [value('x', [2]), ...(isInput ? [value('w', [2])] : [])],
  output: [value('y', [2])],
  initializer: [{ name: 'w', dataType: DataType.FLOAT, dims: [2n], floatData: [10, 20] }],
  node: [op('Add', ['x', 'w'], ['y'])],
});

describe('names', () => {
  const tricky = [
    'a/b',
    '..',
    '../../../etc/passwd',
    '"quoted"',
    '__proto__',
    'constructor',
    'x'.repeat(300),
    'new\nline',
    'null\0inside',
    'a',
    'A',
    'a b',
    'a_b',
    'é😀',
  ];
  const chain = writeModel('names', {
    input: [value('in', [2])],
    output: [value(tricky.at(-1) ?? '')],
    node: tricky.map((name, at) => op('Neg', [tricky[at - 1] ?? 'in'], [name])),
  });

  test('values and nodes keep their own, and their files stay in the folder', async () => {
    const found = await traced(chain, { in: two });
    expect(found.nodes.map(({ name }) => name)).toEqual(tricky);
    tricky.forEach((name, at) => {
      expect(numbersOf(found, name), name).toEqual(at % 2 === 0 ? [-1, 2] : [1, -2]);
    });
    const files = found.nodes.flatMap(({ outputs }) => outputs.map(({ file }) => file ?? ''));
    expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(tricky.length);
    for (const file of files) expect(file).toMatch(/^[\w.-]{1,80}$/);
    expect(readdirSync(found.folder).sort()).toEqual(['input_0_in.npy', 'trace.json', ...files].sort());
  });

  test('inputs may have any as well', async () => {
    const added = writeModel('input-names', {
      input: tricky.map((name) => value(name, [2])),
      output: [value('sum')],
      node: [op('Sum', tricky, ['sum'])],
    });
    const found = await traced(added, Object.fromEntries(tricky.map((name) => [name, two])));
    expect(numbersOf(found, 'sum')).toEqual([tricky.length, -2 * tricky.length]);
    expect(found.inputs.map(({ name }) => name)).toEqual(tricky);
  });

  test('nodes may have none or share one', async () => {
    const unnamed = writeModel('unnamed', {
      input: [value('x', [2])],
      output: [value('y')],
      node: [
        op('Neg', ['x'], ['h'], { name: '' }),
        op('Neg', ['h'], ['g'], { name: 'same' }),
        op('Neg', ['g'], ['y'], { name: 'same' }),
      ],
    });
    const { nodes } = await traced(unnamed);
    expect(nodes.map(({ name, op: type }) => [name, type])).toEqual([
      ['', 'Neg'],
      ['same', 'Neg'],
      ['same', 'Neg'],
    ]);
    for (const { ms } of nodes) expect(ms).toBeTypeOf('number');
  });

  test('a link or pipe left in the folder is replaced, not followed', async () => {
    const target = join(folder, 'dump-links');
    mkdirSync(target);
    symlinkSync(join(folder, 'victim'), join(target, 'trace.json'));
    makePipe(join(target, '0001_y.npy'));
    const { trace } = await import('./trace');
    const path = writeModel('links', sum(false));
    const job = { kind: 'trace', model: { shown: path, path }, inputs: [], provider: 'cpu' } as const;
    const dump = { shown: target, path: target };
    const tell = { note: () => undefined, ran: () => undefined };
    expect(await trace({ ...job, dump, print: 'nothing' }, tell)).toBeUndefined();
    expect(readdirSync(folder)).not.toContain('victim');
    expect(readFileSync(join(target, '0001_y.npy')).length).toBe(136);
  });
});

describe('inputs', () => {
  test.each([
    ['with the initializer among the inputs, IR 3', 3n, true],
    ['with the initializer among the inputs, IR 8', 8n, true],
    ['with the initializer alone', 8n, false],
  ])('a value given for an initializer is used: %s', async (_, version, isInput) => {
    const path = writeModel('sum', sum(isInput), version);
    const found = await traced(path, { x: two, w: two });
    expect(numbersOf(found, 'y')).toEqual([2, -4]);
    expect(numbersOf(found, 'w')).toEqual([1, -2]);
    expect(numbersOf(await traced(path, { x: two }), 'y')).toEqual([11, 18]);
  });

  test('what was not given is drawn, the same each time, and initializers are listed', async () => {
    const path = writeModel('drawn', sum(true));
    const [first, second] = [await traced(path), await traced(path)];
    expect(numbersOf(first, 'x')).toEqual(numbersOf(second, 'x'));
    expect(numbersOf(first, 'w')).toEqual([10, 20]);
    const [x = NaN] = numbersOf(first, 'x') ?? [];
    expect(numbersOf(first, 'y')?.[0]).toBeCloseTo(x + 10, 5);
  });

  test('values of every type are drawn', async () => {
    const types = [
      ...[DataType.FLOAT, DataType.UINT8, DataType.INT8, DataType.UINT16, DataType.INT16, DataType.INT32],
      ...[DataType.INT64, DataType.STRING, DataType.BOOL, DataType.FLOAT16, DataType.DOUBLE],
      ...[DataType.UINT32, DataType.UINT64],
    ];
    const path = writeModel('types', {
      input: types.map((type) => value(`x${type}`, [3], type)),
      output: types.map((type) => value(`y${type}`, [3], type)),
      node: types.map((type) => op('Identity', [`x${type}`], [`y${type}`])),
    });
    const { values, inputs } = await traced(path);
    for (const { name, dtype } of inputs) {
      expect(values.get(name.replace('x', 'y'))).toEqual(values.get(name));
      expect(values.get(name)?.dtype).toBe(dtype);
    }
    expect(numbersOf(await traced(path), 'x7')?.every((number) => number === 0 || number === 1)).toBe(true);
  });

  test('a free size is what a given input says of its name, else 1', async () => {
    const path = writeModel('free', {
      input: [value('x', ['n', 2]), value('y', ['n', 'm']), value('z')],
      output: [value('s')],
      node: [op('Sum', ['x', 'y', 'z'], ['s'])],
    });
    const given = writeTensor('rows', floatTensor([3, 2], [1, 2, 3, 4, 5, 6]));
    const { inputs } = await traced(path, { x: given });
    expect(inputs.map(({ shape }) => shape)).toEqual([[3, 2], [3, 1], [1]]);
  });

  test.each([
    ['an unknown name', { q: two }, 'no input called q. Its inputs are: x.'],
    [
      'another type',
      { x: writeTensor('whole', { dtype: 'int32', shape: [2], values: new Int32Array(2) }) },
      'should be float32 2 but the value given is int32 2',
    ],
    [
      'another shape',
      { x: writeTensor('three', floatTensor([3], [1, 2, 3])) },
      'float32 2 but the value given is float32 3',
    ],
    ['a missing file', { x: join(folder, 'none.npy') }, 'cannot be found'],
    ['a device', { x: '/dev/zero' }, 'is not an ordinary file'],
    ['no .npy file', { x: writeBytes('no.npy', 'text') }, 'is not an .npy file'],
  ])('%s is refused', async (_, inputs, sentence) => {
    expect(await traceFile(writeModel('refused', sum(false)), inputs)).toContain(sentence);
  });
});

describe('values', () => {
  test('scalars, no values at all, text and numbers that are none', async () => {
    const path = writeModel('values', {
      input: [value('x', [2]), value('none', [0, 3]), value('text', [2], DataType.STRING)],
      output: [value('sum')],
      node: [
        op('ReduceSum', ['x'], ['sum'], { attribute: [integer('keepdims', 0)] }),
        op('Neg', ['none'], ['still-none']),
        op('Identity', ['text'], ['same']),
        op('Log', ['x'], ['log']),
      ],
    });
    const text = writeTensor('text', { dtype: 'string', shape: [2], values: ['é😀', ''] });
    const found = await traced(path, { x: two, text });
    expect(found.values.get('sum')).toEqual(floatTensor([], [-1]));
    expect(found.values.get('still-none')).toEqual(floatTensor([0, 3], []));
    expect(found.values.get('same')?.values).toEqual(['é😀', '']);
    expect(numbersOf(found, 'log')).toEqual([0, NaN]);
  });

  test('those of a type JavaScript has not are listed without a file, wherever they are', async () => {
    const cast = (from: string, to: string, type: DataType) =>
      op('Cast', [from], [to], { attribute: [integer('to', type)] });
    const path = writeModel('brain-float', {
      input: [value('x', [2])],
      output: [value('b', [2], DataType.BFLOAT16), value('z')],
      node: [
        cast('x', 'b', DataType.BFLOAT16),
        op('Identity', ['b'], ['c']),
        cast('c', 'y', DataType.FLOAT),
        op('Neg', ['y'], ['z']),
      ],
    });
    const found = await traced(path, { x: two });
    expect(found.nodes.map(({ outputs: [output] }) => [output?.dtype, output?.file])).toEqual([
      ['bfloat16', null],
      ['bfloat16', null],
      ['float32', '0003_y.npy'],
      ['float32', '0004_z.npy'],
    ]);
    expect(numbersOf(found, 'z')).toEqual([-1, 2]);
  });

  test('a model of nothing but sequences runs', async () => {
    const sequence = { value: { case: 'sequenceType' as const, value: { elemType: value('', []).type! } } };
    const path = writeModel('sequences', {
      input: [value('x', [2])],
      output: [{ name: 's', type: sequence }],
      node: [op('SequenceConstruct', ['x', 'x'], ['s'])],
    });
    const { nodes, outputs } = await traced(path);
    expect(nodes[0]?.outputs).toEqual([{ name: 's', dtype: 'sequence', shape: null, file: null }]);
    expect(outputs).toEqual(['s']);
    const given = writeModel('sequence-input', {
      input: [{ name: 's', type: sequence }],
      output: [value('y')],
      node: [op('SequenceLength', ['s'], ['y'])],
    });
    expect(await traceFile(given)).toContain('The input s has the type sequence');
  });
});

describe('files', () => {
  const whole = readFileSync(writeModel('whole', sum(false)));

  test.each([
    ['cut short', writeBytes('cut.onnx', whole.subarray(0, whole.length / 2))],
    ['empty', writeBytes('empty.onnx', '')],
    ['of text', writeBytes('text.onnx', 'no model')],
  ])('a model that is %s is refused', async (_, path) => {
    expect(await traceFile(path)).toContain('is not an ONNX model');
  });

  test('a pipe is refused without waiting for it', async () => {
    const path = join(folder, 'pipe.onnx');
    makePipe(path);
    expect(await traceFile(path)).toContain('is not an ordinary file');
  });

  test('the sentence of a failed run names the node', async () => {
    const path = writeModel('gather', {
      input: [value('x', [2]), value('i', [1], DataType.INT64)],
      output: [value('y')],
      node: [op('Gather', ['x', 'i'], ['y'], { name: 'pick' })],
    });
    const far = writeTensor('far', { dtype: 'int64', shape: [1], values: BigInt64Array.of(7n) });
    expect(await traceFile(path, { i: far })).toMatch(
      /^The model failed at Gather pick\. Check the values given.* The runtime says: index 7/,
    );
  });

  const weights = new Uint8Array(Float32Array.of(0, 0, 3, 4).buffer);
  mkdirSync(join(folder, 'beside'));
  writeBytes('beside/weights.bin', weights);
  const outside = writeBytes('outside.bin', weights);
  symlinkSync(outside, join(folder, 'beside/link.bin'));
  const external = (location: string, offset: string): string => {
    const entries = { location, offset, length: '8' };
    return writeModel(`beside/${basename(location)}-${offset}`, {
      output: [value('y')],
      initializer: [
        {
          name: 'w',
          dataType: DataType.FLOAT,
          dims: [2n],
          dataLocation: DataLocation.EXTERNAL,
          externalData: Object.entries(entries).map(([key, text]) => ({ key, value: text })),
        },
      ],
      node: [op('Identity', ['w'], ['y'])],
    });
  };

  test('weights beside the model are read', async () => {
    expect(numbersOf(await traced(external('weights.bin', '8')), 'y')).toEqual([3, 4]);
  });

  test.each([
    ['missing', 'none.bin', '0', 'which is not beside it'],
    ['in another folder', '../outside.bin', '0', 'which is not beside it'],
    ['in another folder, by its whole path', outside, '0', 'which is not beside it'],
    ['in another folder, behind a link', 'link.bin', '0', 'which is not beside it'],
    ['too short', 'weights.bin', '12', 'too short for it'],
    ['at a negative place', 'weights.bin', '-8', 'too short for it'],
  ])('weights %s are refused', async (_, location, offset, sentence) => {
    expect(await traceFile(external(location, offset))).toContain(sentence);
  });
});
