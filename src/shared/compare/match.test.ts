/** Partners are found by names and by what values are made of; where two could be meant, none is. */
import { expect, test } from 'vitest';
import { matchNames, matchNodes, type Answered, type Match } from './match';

/** `value name kind`, and what it reads. */
function value(text: string, ...reads: string[]): Answered {
  const [name = '', node = '', kind = 'Relu'] = text.split(' ');
  return { value: name, node: `${name}-node`, port: 'y', name: node, kind, reads };
}

const found = ({ pairs, alone }: Match) => ({
  pairs: pairs.map(([one, other]) => `${one.value}=${other.value}`),
  alone: alone.map((side) => side.map((answered) => answered.value)),
});

test('in one network a node is itself, whatever it is called by now', () => {
  const at = (node: string, port: string, name: string): Answered => ({
    ...{ value: name, node, port, name, kind: 'TopK', reads: [] },
  });
  const before = [at('a', 'Values', 'v'), at('a', 'Indices', 'i'), at('b', 'y', 'gone')];
  const after = [at('c', 'y', 'v'), at('a', 'Values', 'w'), at('a', 'Indices', 'i')];
  expect(found(matchNodes(after, before))).toEqual({ pairs: ['w=v', 'i=i'], alone: [['v'], ['gone']] });
});

test('values of one name are partners, in the order of the one', () => {
  const one = [value('x'), value('h', 'x'), value('y', 'h')];
  const other = [value('y'), value('x'), value('z')];
  expect(found(matchNames(one, other))).toEqual({ pairs: ['x=x', 'y=y'], alone: [['h'], ['z']] });
});

test('then those of nodes of one name, of each its first, its second', () => {
  const split = (prefix: string) => [
    value(`${prefix}1 cut Split`),
    { ...value(`${prefix}2 cut Split`), node: `${prefix}1-node` },
  ];
  expect(found(matchNames(split('a'), split('b'))).pairs).toEqual(['a1=b1', 'a2=b2']);
});

test('then those whose names lead the same way', () => {
  const one = [
    value('a1 /model/layers/layers.0/Conv Conv', 'x'),
    value('a2 /model/layers/layers.1/Conv Conv', 'x'),
    value('a3 /model/head/Gemm_1 Gemm', 'x'),
  ];
  const other = [value('b3 head Gemm', 'x'), value('b1 layers.0 Conv', 'x'), value('b2 layers.1 Conv', 'x')];
  expect(found(matchNames(one, other)).pairs).toEqual(['a1=b1', 'a2=b2', 'a3=b3']);
});

test('a name that two have says nothing', () => {
  const one = [value('a act', 'q'), value('b act', 'q')];
  const other = [value('c act', 'q'), value('d act', 'q')];
  expect(found(matchNames(one, other))).toEqual({
    pairs: [],
    alone: [
      ['a', 'b'],
      ['c', 'd'],
    ],
  });
});

test('what nobody named is known by what it is made of; counted names say nothing', () => {
  const one = [value('x'), value('1  Conv', 'x'), value('2  Relu', '1'), value('3  Gemm', '2')];
  const other = [value('x'), value('2  Conv', 'x'), value('3  Relu', '2'), value('7  Gemm', '3')];
  expect(found(matchNames(one, other)).pairs).toEqual(['x=x', '1=2', '2=3', '3=7']);
});

test('what both answer under one name is one value, also where that is a number', () => {
  const answer = (text: string, ...reads: string[]) => ({ ...value(text, ...reads), isAnswer: true });
  const one = [value('x'), value('1  Conv', 'x'), answer('3  Gemm', '1')];
  const other = [value('x'), value('1  Einsum', 'x'), answer('3  MatMul', '1')];
  expect(found(matchNames(one, other))).toEqual({ pairs: ['x=x', '3=3'], alone: [['1'], ['1']] });
});

test('inputs of other names are partners where there is one of each', () => {
  const one = [value('x  Input'), value('1  Relu', 'x')];
  const other = [value('pixels  Input'), value('4  Relu', 'pixels')];
  expect(found(matchNames(one, other)).pairs).toEqual(['x=pixels', '1=4']);
});

test('behind something that only one has nothing is guessed, until a name is met again', () => {
  const one = [value('x'), value('1  Conv', 'x'), value('2  Gemm', '1'), value('y  Softmax', '2')];
  const other = [
    value('x'),
    value('1  Conv', 'x'),
    value('2  Relu', '1'),
    value('3  Gemm', '2'),
    value('y  Softmax', '3'),
  ];
  expect(found(matchNames(one, other))).toEqual({ pairs: ['x=x', '1=1', 'y=y'], alone: [['2'], ['2', '3']] });
});

test('two branches of one kind could each be the other', () => {
  const branches = (x: string) => [
    value('x'),
    value(`${x}1  Relu`, 'x'),
    value(`${x}2  Relu`, 'x'),
    value(`${x}3  Add`, `${x}1`, `${x}2`),
  ];
  expect(found(matchNames(branches('1'), branches('2'))).pairs).toEqual(['x=x']);
});

test('a value that reads one twice is made of it twice', () => {
  const one = [value('x'), value('1  Mul', 'x', 'x')];
  const other = [value('x'), value('2  Mul', 'x', 'x')];
  expect(found(matchNames(one, other)).pairs).toEqual(['x=x', '1=2']);
});

test('ten thousand unnamed nodes in a row', () => {
  const chain = (start: number) =>
    Array.from({ length: 10_000 }, (_, at) =>
      value(`${start + at}  Relu`, at === 0 ? 'x' : String(start + at - 1)),
    );
  const match = matchNames([value('x'), ...chain(0)], [value('x'), ...chain(5)]);
  expect(match.pairs).toHaveLength(10_001);
});
