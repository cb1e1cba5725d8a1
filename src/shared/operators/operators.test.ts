import { describe, expect, test } from 'vitest';
import { operatorOf, operators, recordedTypes } from './index';
import met from './reference/met.json';
import { families } from './sentences/index';

const told = families.flatMap(({ domain, sentences }) =>
  Object.keys(sentences).map((type) => `${domain}:${type}`),
);

test('every operator with facts has a sentence, and the other way round', () => {
  expect([...told].sort()).toEqual([...new Set(recordedTypes)].sort());
  expect(operators.length).toBeGreaterThan(280);
});

describe('sentences', () => {
  test.each(families.flatMap(({ sentences }) => Object.entries(sentences)))('%s: %s', (_, sentence) => {
    expect(sentence).toMatch(/^[A-Z].{18,138}\.$/);
    expect(sentence).not.toMatch(/\. | {2}|\n/);
  });

  test('no two are equal', () => {
    const all = operators.map(({ summary }) => summary);
    expect(new Set(all).size).toBe(all.length);
  });
});

test.each(Object.entries(met).flatMap(([domain, types]) => types.map((type) => [domain, type] as const)))(
  'an operator of ONNX’s own test models is known: %s %s',
  (domain, type) => {
    expect(operatorOf(type, domain)?.type).toBe(type);
  },
);

test('a port has a name, says whether it may be left out, and which type alone it takes', () => {
  const { inputs, outputs, family } = operatorOf('Clip') ?? {};
  expect(inputs).toEqual([
    { name: 'input' },
    { name: 'min', isOptional: true },
    { name: 'max', isOptional: true },
  ]);
  expect(outputs).toEqual([{ name: 'output' }]);
  expect(family).toBe('Elementwise maths');
  expect(operatorOf('Reshape')?.inputs[1]).toEqual({ name: 'shape', type: 'int64' });
  expect(operatorOf('Concat')?.inputs).toEqual([{ name: 'inputs', isVariadic: true }]);
  expect(operatorOf('SequenceAt')?.inputs[0]?.type).toBe('sequence');
});

test('an attribute has a type, and a default unless it is required or depends on others', () => {
  expect(operatorOf('Conv')?.attributes).toMatchObject({
    auto_pad: { type: 'string', default: 'NOTSET' },
    group: { type: 'int', default: 1 },
    strides: { type: 'ints' },
  });
  expect(operatorOf('Conv')?.attributes['strides']).toEqual({ type: 'ints' });
  expect(operatorOf('Concat')?.attributes).toEqual({ axis: { type: 'int', isRequired: true } });
  expect(operatorOf('Scan')?.attributes['body']).toEqual({ type: 'graph', isRequired: true });
});

test('a model is told of by the set it is written in', () => {
  expect(operatorOf('Softmax', '', 12)?.attributes['axis']?.default).toBe(1);
  expect(operatorOf('Softmax', '', 13)?.attributes['axis']?.default).toBe(-1);
  expect(operatorOf('Softmax')?.attributes['axis']?.default).toBe(-1);
  expect(operatorOf('ReduceMean', '', 17)?.attributes['axes']).toEqual({ type: 'ints' });
  expect(operatorOf('ReduceMean', '', 18)?.attributes['axes']).toBeUndefined();
  expect(operatorOf('ReduceMean', '', 18)?.inputs.map(({ name }) => name)).toEqual(['data', 'axes']);
});

test('older than any known form, the oldest is told of', () => {
  expect(operatorOf('Gelu', '', 7)?.since).toBe(20);
});

test('a domain decides, and ONNX’s own has two names', () => {
  expect(operatorOf('Gelu', 'com.microsoft')?.attributes).toEqual({});
  expect(operatorOf('Gelu', 'ai.onnx')).toBe(operatorOf('Gelu'));
  expect(operatorOf('Gelu', 'elsewhere')).toBeUndefined();
  expect(operatorOf('Nothing')).toBeUndefined();
});

test('the forms of an operator are in the order of their sets', () => {
  const sets = Array.from({ length: 30 }, (_, at) => at + 1);
  for (const { type, domain } of operators) {
    const since = sets.map((set) => operatorOf(type, domain, set)?.since ?? 0);
    expect(since, type).toEqual([...since].sort((a, b) => a - b));
  }
});
