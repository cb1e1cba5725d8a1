/** A model's own functions written out: it answers the same, and what they compute can be looked at. */
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  ModelProtoSchema,
  TensorProto_DataType as DataType,
  type FunctionProtoSchema,
} from 'onnx-buf';
import { expect, test, vi } from 'vitest';
import { runModel } from '#engine/testing';
import { floatTensor, numbersOf } from '../tensor/tensor';
import { encodeModelFile } from './model-bytes';
import { graphOf, partsOf } from './model-parts';
import { float, op, value, type Graph, type Node } from './testing';
import { writtenOut } from './written-out';

type Body = MessageInitShape<typeof FunctionProtoSchema>;

const domain = 'local';
const call = (opType: string, input: string[], output: string[], more: Node = {}): Node =>
  op(opType, input, output, { domain, ...more });
const told = (name: string, refAttrName: string) => ({ name, refAttrName, type: AttributeType.FLOAT });
const body = (name: string, input: string[], output: string[], nodes: Node[], more: Body = {}): Body => ({
  ...{ name, domain, input, output, node: nodes },
  opsetImport: [{ domain: '', version: 17n }, ...(more.opsetImport ?? [])],
  ...more,
});

function modelOf(functions: Body[], nodes: Node[], graph: Graph = {}) {
  return create(ModelProtoSchema, {
    irVersion: 8n,
    opsetImport: [
      { domain: '', version: 17n },
      { domain, version: 1n },
    ],
    functions,
    graph: { name: 'g', input: [value('x', [2, 3])], output: [value('y', [2, 3])], node: nodes, ...graph },
  });
}

const x = floatTensor([2, 3], new Float32Array([-2, -1, 0.5, 1, 2, 3]));

/** What it answers, as it is and written out; and the operators it is then made of. */
async function both(model: ReturnType<typeof modelOf>) {
  const written = writtenOut(model);
  if (!written) throw new Error('it was not written out');
  const answer = async (of: typeof model) => [
    ...numbersOf((await runModel(encodeModelFile(of), new Map([['x', x]]))).get('y') ?? x),
  ];
  expect(await answer(written)).toEqual(await answer(model));
  return { ops: partsOf(written).nodes.map(({ opType }) => opType), written };
}

test('a function stands where it is called, with names of its own each time', async () => {
  const twice = body('Twice', ['a'], ['c'], [op('Relu', ['a'], ['b']), op('Add', ['b', 'a'], ['c'])]);
  const model = modelOf(
    [twice],
    [call('Twice', ['x'], ['h']), call('Twice', ['h'], ['y'], { name: 'last' })],
  );
  const { ops, written } = await both(model);
  expect(ops).toEqual(['Relu', 'Add', 'Relu', 'Add']);
  expect(graphOf(written).node.map(({ name }) => name)).toEqual(['h/b', 'h/c', 'last/b', 'last/c']);
  expect([written.functions, model.functions.length, graphOf(model).node.length]).toEqual([[], 1, 2]);
});

test('is told its attributes, those it is not told as it starts with, or not at all', async () => {
  const slope = body(
    'Slope',
    ['a'],
    ['b'],
    [op('LeakyRelu', ['a'], ['b'], { attribute: [told('alpha', 'k')] })],
    {
      attribute: ['k'],
    },
  );
  const bent = body('Bent', ['a'], ['b'], [op('Elu', ['a'], ['b'], { attribute: [told('alpha', 'k')] })], {
    attributeProto: [float('k', 0.25)],
  });
  const { written } = await both(
    modelOf(
      [slope, bent],
      [
        call('Slope', ['x'], ['p'], { attribute: [float('k', 0.5)] }),
        call('Slope', ['p'], ['q']),
        call('Bent', ['q'], ['r']),
        call('Bent', ['r'], ['y'], { attribute: [float('k', 2)] }),
      ],
    ),
  );
  const stated = graphOf(written).node.map(({ attribute }) => attribute.map(({ name, f }) => [name, f]));
  expect(stated).toEqual([[['alpha', 0.5]], [], [['alpha', 0.25]], [['alpha', 2]]]);
});

test('functions in functions, and inputs and outputs left out', async () => {
  const inner = body(
    'Inner',
    ['a', 'low', 'high'],
    ['b', 'spare'],
    [op('Clip', ['a', 'low', 'high'], ['b']), op('Neg', ['b'], ['spare'])],
  );
  const outer = body(
    'Outer',
    ['a', 'low'],
    ['b', 'same'],
    [
      op('Inner', ['a', 'low'], ['t', ''], { domain }),
      op('Sin', ['t'], ['b']),
      op('Identity', ['a'], ['same']),
    ],
    {
      opsetImport: [
        { domain: '', version: 17n },
        { domain, version: 1n },
      ],
    },
  );
  const { ops } = await both(
    modelOf(
      [inner, outer],
      [call('Outer', ['x', 'zero'], ['p', '']), call('Inner', ['p', '', 'zero'], ['', 'y'])],
      { initializer: [{ name: 'zero', dataType: DataType.FLOAT, floatData: [0.25] }] },
    ),
  );
  expect(ops).toEqual(['Clip', 'Neg', 'Sin', 'Identity', 'Clip', 'Neg']);
});

test('graphs in functions read the values of their function, and functions are called in graphs', async () => {
  const half = body(
    'Half',
    ['a'],
    ['b'],
    [op('Constant', [], ['two'], { attribute: [float('value_float', 2)] }), op('Div', ['a', 'two'], ['b'])],
  );
  const graph = (name: string, last: Node) => ({
    ...{ name, type: AttributeType.GRAPH },
    g: { name, node: [last], output: [value('r', [2, 3])] },
  });
  const choose = body(
    'Choose',
    ['a', 'isFirst'],
    ['b'],
    [
      op('Neg', ['a'], ['t']),
      op('If', ['isFirst'], ['b'], {
        attribute: [
          graph('then_branch', op('Half', ['t'], ['r'], { domain })),
          graph('else_branch', op('Relu', ['a'], ['r'])),
        ],
      }),
    ],
    {
      opsetImport: [
        { domain: '', version: 17n },
        { domain, version: 1n },
      ],
    },
  );
  const { ops } = await both(
    modelOf([half, choose], [call('Choose', ['x', 'yes'], ['y'])], {
      initializer: [{ name: 'yes', dataType: DataType.BOOL, int32Data: [1] }],
    }),
  );
  expect(ops.toSorted()).toEqual(['Constant', 'Div', 'If', 'Neg', 'Relu']);
});

test('one of another operator set stays, with what it calls; and so does a model of one that calls itself, or comes to too much', async () => {
  const other = body('Other', ['a'], ['b'], [op('Own', ['a'], ['b'], { domain })], {
    opsetImport: [
      { domain: '', version: 16n },
      { domain, version: 1n },
    ],
  });
  const own = body('Own', ['a'], ['b'], [op('Relu', ['a'], ['b'])]);
  const { ops, written } = await both(
    modelOf([other, own], [call('Own', ['x'], ['h']), call('Other', ['h'], ['y'])]),
  );
  expect(ops).toEqual(['Own', 'Relu', 'Relu', 'Other']);
  expect(written.functions.map(({ name }) => name)).toEqual(['Other', 'Own']);

  const again = body('Again', ['a'], ['b'], [call('Again', ['a'], ['b'])]);
  expect(writtenOut(modelOf([again], [call('Again', ['x'], ['y'])]))).toBeUndefined();
  const levels = Array.from({ length: 40 }, (_, at) =>
    body(
      `F${at}`,
      ['a'],
      ['b'],
      [
        op(at === 0 ? 'Relu' : `F${at - 1}`, ['a'], ['t'], at === 0 ? {} : { domain }),
        op(at === 0 ? 'Relu' : `F${at - 1}`, ['t'], ['b'], at === 0 ? {} : { domain }),
      ],
    ),
  );
  expect(writtenOut(modelOf(levels, [call('F39', ['x'], ['y'])]))).toBeUndefined();
  expect(writtenOut(modelOf([], [op('Relu', ['x'], ['y'])]))).toBeUndefined();
});

test('calls of what has nothing in it come to too much, too', () => {
  const opsetImport = [
    { domain: '', version: 17n },
    { domain, version: 1n },
  ];
  const functions = Array.from({ length: 24 }, (_, at) => {
    const twice = [call(`F${at - 1}`, [], []), call(`F${at - 1}`, [], [])];
    return body(`F${at}`, [], [], at === 0 ? [] : twice, { opsetImport });
  });
  expect(writtenOut(modelOf(functions, [call('F10', [], [])]))).toBeDefined();
  expect(writtenOut(modelOf(functions, [call('F23', [], [])]))).toBeUndefined();
});

test('nodes that nobody named are told apart by number, without counting from one at each', () => {
  const many = 9000;
  const nodes = Array.from({ length: many }, (_, at) =>
    op('Relu', [at === 0 ? 'a' : `h${at}`], [at === many - 1 ? 'b' : `h${at + 1}`], { name: '' }),
  );
  // Names looked up are counted, since no clock tells quadratic work from linear.
  const original = Reflect.get(Set.prototype, 'has') as Set<unknown>['has'];
  let asked = 0;
  const has = vi.spyOn(Set.prototype, 'has').mockImplementation(function (this: Set<unknown>, value) {
    asked++;
    return original.call(this, value);
  });
  const written = writtenOut(modelOf([body('Deep', ['a'], ['b'], nodes)], [call('Deep', ['x'], ['y'])]));
  has.mockRestore();
  const names = written && graphOf(written).node.map(({ name }) => name);
  expect(names?.slice(0, 3)).toEqual(['y/Relu', 'y/Relu_1', 'y/Relu_2']);
  expect(new Set(names).size).toBe(many);
  expect(asked).toBeLessThan(10 * many);
});
