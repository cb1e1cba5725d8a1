/** `loom compare` as it is built: figures worked out by hand, what has no partner, what is given, and how it ends. */
import { TensorProto_DataType as DataType } from 'onnx-buf';
import { expect, test } from 'vitest';
import { op, value } from '#shared/onnx/testing';
import { floatTensor } from '#shared/tensor/tensor';
import { writeBytes, writeModel, writeTensor } from './testing';
import { loom } from './testing-program';

/** y = relu(x * w) + 1, and what of it is beside that. */
const model = (name: string, weights: readonly number[], more: Parameters<typeof writeModel>[1] = {}) =>
  writeModel(name, {
    input: [value('x', [2])],
    output: [value('y')],
    initializer: [
      { name: 'w', dataType: DataType.FLOAT, dims: [2n], floatData: [...weights] },
      { name: 'one', dataType: DataType.FLOAT, dims: [1n], floatData: [1] },
    ],
    node: [
      op('Mul', ['x', 'w'], ['h'], { name: 'scale' }),
      op('Relu', ['h'], ['r'], { name: 'act' }),
      op('Add', ['r', 'one'], ['y'], { name: 'shift' }),
      ...(more.node ?? []),
    ],
  });
const before = model('before', [2, 3]);
const after = model('after', [2, 3.5]);
const x = writeTensor('x', floatTensor([2], [1, -2]));
const positive = writeTensor('positive', floatTensor([2], [1, 2]));

interface Line {
  readonly event: string;
  readonly name: string;
}
const linesIn = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

test.concurrent('two models of one weight apart: the first node that differs, and how far', async () => {
  const { code, stdout, stderr } = await loom('compare', before, after, '--input', `x=${x}`, '--json');
  // 1 * 2 is the same in both; -2 * 3 is -6, -2 * 3.5 is -7; what is below 0 is 0 for both.
  const lines = linesIn(stdout);
  expect(lines).toMatchObject([
    { event: 'node', name: 'x', agrees: true, absolute: 0, count: 2 },
    {
      ...{ event: 'node', name: 'scale', op: 'Mul', output: 'h', agrees: false },
      ...{ shapes: [[2], [2]], absolute: 1, relative: 1 / 7, beyond: 1, count: 2, at: [1], values: [-6, -7] },
    },
    { event: 'node', name: 'act', agrees: true, absolute: 0, relative: 0, at: null, values: null },
    { event: 'node', name: 'shift', agrees: true },
    {
      event: 'end',
      agreeing: 3,
      compared: 4,
      unread: 0,
      onlyA: 0,
      onlyB: 0,
      first: { name: 'scale', output: 'h' },
    },
  ]);
  expect(code).toBe(1);
  expect(stderr).toBe(
    `${before} and ${after} differ. First difference beyond the tolerance: scale, 1 at [1]; 3 of 4 nodes agree.\n`,
  );
});

test.concurrent('a tolerance that is wide enough, and a table', async () => {
  const { code, stdout, stderr } = await loom('compare', before, after, '--input', `x=${x}`, '--rtol', '0,2');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^1 +scale +Mul +2 +1 +0\.143 +0 of 2$/m);
  expect(stdout).toContain('\nAll 4 nodes agree within the tolerance.\n');
});

test.concurrent('one model on two inputs', async () => {
  const { code, stdout } = await loom(
    'compare',
    before,
    before,
    '--input',
    `x=${x}`,
    '--input-b',
    `x=${positive}`,
  );
  expect(code).toBe(1);
  expect(stdout).toMatch(/^0 +x +Input +2 +4 +2 +1 of 2 +<- first difference$/m);
});

test.concurrent('what is not given is drawn once for both; a lesson is itself', async () => {
  expect(await loom('compare', before, before)).toMatchObject({ code: 0, stderr: '' });
  const lesson = await loom('compare', 'models/forward-pass', 'models/forward-pass');
  expect(lesson).toMatchObject({ code: 0, stderr: '' });
  expect(lesson.stdout).toContain('All 5 nodes agree within the tolerance.');
});

test.concurrent('what only one has is listed and not guessed at', async () => {
  const longer = model('longer', [2, 3], { node: [op('Neg', ['y'], ['minus'], { name: 'turn' })] });
  const { code, stdout } = await loom('compare', longer, before);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^4 +turn +Neg +only in .*longer\.onnx$/m);
  expect(stdout).toContain(`Without a partner, so not compared: 1 in ${longer}.`);
  const turned = await loom('compare', before, longer, '--json');
  expect(linesIn(turned.stdout)).toContainEqual({
    event: 'node',
    index: 4,
    name: 'turn',
    op: 'Neg',
    output: 'minus',
    only: 'B',
  });
});

test.concurrent('partners without a number are neither alike nor different', async () => {
  const sequence = { value: { case: 'sequenceType' as const, value: { elemType: value('', []).type! } } };
  const empty = writeModel('empty', {
    output: [{ name: 's', type: sequence }],
    node: [op('SequenceEmpty', [], ['s'], { name: 'none' })],
  });
  for (const more of [[], ['--json']]) {
    const { code, stdout, stderr } = await loom('compare', empty, empty, ...more);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^No number of .*empty\.onnx .* was compared/)]);
    expect(stdout).toContain('none');
  }
});

test.concurrent('shapes that differ are a difference', async () => {
  const wide = writeModel('wide', {
    input: [value('x', [3])],
    output: [value('y')],
    node: [op('Relu', ['x'], ['y'], { name: 'act' })],
  });
  const { code, stdout, stderr } = await loom('compare', before, wide);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^0 +x +Input +not comparable: 2 and 3 +<- first difference$/m);
  expect(stderr).toContain(
    'First difference beyond the tolerance: x, the shapes 2 and 3; 0 of 2 nodes agree.',
  );
});

test.concurrent('what is bad is said of the one it is about', async () => {
  const damaged = writeBytes('damaged.onnx', 'no model');
  const strange = writeModel('strange', {
    input: [value('a', [2]), value('b', [2])],
    output: [value('c')],
    node: [op('Max', ['a', 'b'], ['c'], { name: 'most' })],
  });
  const unfit = await loom('compare', before, strange, '--input-b', `q=${x}`);
  expect(unfit).toMatchObject({ code: 1, stdout: '' });
  expect(unfit.stderr).toMatch(new RegExp(`^${strange}: .*q`));
  expect(await loom('compare', before, damaged)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('damaged.onnx') as string,
  });
  expect(await loom('compare', before, strange)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Nothing in .*before\.onnx has a partner in .*strange\.onnx/) as string,
  });
  expect(await loom('compare', before)).toMatchObject({ code: 2, stdout: '' });
  expect(await loom('compare', before, after, '--atol', '-1')).toMatchObject({ code: 2 });
});
