/** The program as it is built: exit codes, sentences, and a guard that nothing gets past. */
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, lstatSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { op, value } from '#shared/onnx/testing';
import { decodeSafetensors } from '#shared/tensor/safetensors';
import { floatTensor, type Tensor } from '#shared/tensor/tensor';
import { endless, folder, writeBytes, writeModel, writeTensor } from './testing';
import { checkout, loom, program } from './testing-program';

const negate = writeModel('negate', {
  input: [value('x', [2])],
  output: [value('y')],
  node: [op('Neg', ['x'], ['y'])],
});
const forever = writeModel('forever', endless);

test.concurrent('usage goes to stderr and ends with 2', async () => {
  const { code, stdout, stderr } = await loom('paint');
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/^There is no command called paint\.\n\nUsage: /);
});

test.concurrent("a lesson's trace as lines", async () => {
  const { code, stdout, stderr } = await loom('trace', 'models/forward-pass', '--json');
  expect([code, stderr]).toEqual([0, '']);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual([
    'start',
    ...Array<string>(5).fill('node'),
    'end',
  ]);
});

test.concurrent(
  'a quiz is a question a line, its answer one of its choices, the same for the same seed',
  async () => {
    const ask = (seed: string) => loom('quiz', 'models/forward-pass', '--json', '--seed', seed);
    const [first, again, other] = await Promise.all([ask('3'), ask('3'), ask('4')]);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toBe(first.stdout);
    expect(other.stdout).not.toBe(first.stdout);
    const questions = first.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { choices: string[]; answer: string; answerIndex: number });
    expect(questions).toHaveLength(13);
    expect(questions[0]).toMatchObject({
      question: 'What does the ReLU activation do during the forward pass?',
      answer: 'Sets negative values to zero and keeps positive values',
      answerIndex: 2,
      about: { node: 'relu' },
    });
    for (const { choices, answer, answerIndex } of questions) expect(choices[answerIndex]).toBe(answer);
  },
);

test.concurrent('a quiz can be read, one of a model without layers, too', async () => {
  const { code, stdout } = await loom('quiz', 'models/forward-pass');
  expect(code).toBe(0);
  expect(stdout).toContain('   C  Sets negative values to zero and keeps positive values\n');
  expect(stdout).toContain('   Answer: C. ReLU looks at each number');
  const bare = await loom('quiz', negate, '--json');
  expect([bare.code, bare.stderr]).toEqual([0, '']);
});

test.concurrent('layers need no runtime and are one line each', async () => {
  const { code, stdout } = await loom('layers', '--json');
  expect(code).toBe(0);
  const layers = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { kind: string });
  expect(layers).toContainEqual(
    expect.objectContaining({ kind: 'Linear', group: 'dense', attributes: expect.any(Object) as unknown }),
  );
});

test.concurrent(
  'a list goes on past models that fail, hang or are none, and finds files beside itself',
  async () => {
    writeTensor('pair', floatTensor([2], [1, -2]));
    const runs: readonly (readonly [unknown, string | undefined])[] = [
      [{ model: negate, inputs: { x: 'pair.npy' }, dump: join(folder, 'first') }, undefined],
      [{ model: forever }, 'longer than 8 seconds'],
      [{ model: 'negate.onnx' }, undefined],
      [{ model: 'none.onnx' }, 'cannot be found'],
      [{ model: negate, inputs: { __proto__x: 'pair.npy' } }, 'no input called __proto__x'],
      ['text', 'is no object'],
      [{ model: 'models/forward-pass', dump: join(folder, 'last') }, undefined],
    ];
    const list = writeBytes('list.json', JSON.stringify(runs.map(([run]) => run)));
    const { code, stdout, stderr } = await loom('trace', '--batch', list, '--timeout', '8');
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { ok: boolean; error?: string });
    expect(lines.map(({ ok }) => ok)).toEqual(runs.map(([, error]) => error === undefined));
    for (const [at, { error = '' }] of lines.entries()) expect(error).toContain(runs[at]?.[1] ?? '');
    expect(existsSync(join(folder, 'first/trace.json'))).toBe(true);
    expect(existsSync(join(folder, 'last/trace.json'))).toBe(true);
  },
);

test.concurrent('an endless model ends with a sentence', async () => {
  const { code, stdout, stderr } = await loom('trace', forever, '--timeout', '0.5');
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toBe(
    `${forever}: The run took longer than 0.5 seconds and was stopped. Give it more with --timeout SECONDS.\n`,
  );
});

test.concurrent('a reader that has seen enough ends it quietly', async () => {
  const child = spawn(process.execPath, [program, 'trace', negate, '--json'], { cwd: checkout });
  let errors = '';
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  child.stdout.destroy();
  const code = await new Promise((resolve) => child.once('close', resolve));
  expect([code, errors]).toEqual([0, '']);
});

test.concurrent('check says what to mend, export writes a model that check accepts', async () => {
  const written = join(folder, 'written.onnx');
  expect(await loom('export', 'models/forward-pass', '--onnx', written)).toEqual({
    code: 0,
    stdout: '',
    stderr: '',
  });
  expect(await loom('check', written)).toEqual({
    code: 0,
    stdout: `${written} has no problems.\n`,
    stderr: '',
  });
  const wrong = writeModel('wrong', { output: [value('y')], node: [op('Neg', ['nothing'], ['y'])] });
  const { code, stdout, stderr } = await loom('check', wrong);
  expect(code).toBe(1);
  expect(stdout).toContain("Node input 'nothing' is not a graph input");
  expect(stderr).toMatch(/^\S+ has a problem, listed on standard output\. .*\n$/);
});

test.concurrent('export writes a lesson as one file, and check tells what it is made of', async () => {
  const written = join(folder, 'lesson.loom');
  const exported = await loom('export', 'models/forward-pass', '--loom', written);
  expect(exported).toEqual({ code: 0, stdout: '', stderr: '' });
  const checked = await loom('check', written, '--json');
  expect([checked.code, JSON.parse(checked.stdout)]).toEqual([
    0,
    { nodes: 5, layers: { Input: 1, Linear: 2, ReLU: 1, Softmax: 1 }, ops: {}, parameters: 26, problems: [] },
  ]);
  // Its questions came along.
  const [asked, before] = await Promise.all([
    loom('quiz', written, '--json'),
    loom('quiz', 'models/forward-pass', '--json'),
  ]);
  expect(asked.stdout).toBe(before.stdout);
});

test.concurrent('check tells the operators of a model that is no layers', async () => {
  const model = writeModel('sine', {
    input: [value('x', [1, 2])],
    output: [value('y', [1, 2])],
    node: [op('Sin', ['x'], ['h']), op('Sin', ['h'], ['y'])],
  });
  const { code, stdout } = await loom('check', model, '--json');
  expect([code, JSON.parse(stdout)]).toMatchObject([
    0,
    { nodes: 3, layers: { Input: 1 }, ops: { Sin: 2 }, parameters: 0, problems: [] },
  ]);
});

test.concurrent('a node that lost NaN says so, as a line and beside the table', async () => {
  const maximum = writeModel('maximum', {
    input: [value('x', [3])],
    output: [value('m')],
    node: [op('ReduceMax', ['x'], ['m']), op('Neg', ['x'], ['n'])],
  });
  const given = writeTensor('with-nan', floatTensor([3], [1, Number.NaN, 2]));
  const { stdout } = await loom('trace', maximum, '--input', `x=${given}`, '--json');
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { op?: string; notice?: string });
  expect(lines.find((line) => line.op === 'ReduceMax')?.notice).toContain('NaN went in and none came out');
  expect(lines.find((line) => line.op === 'Neg')).not.toHaveProperty('notice');
  const { stderr } = await loom('trace', maximum, '--input', `x=${given}`);
  expect(stderr).toContain('NaN went in and none came out');
});

test.concurrent('a summary adds up, of a lesson and of the bare model made of it', async () => {
  const written = join(folder, 'summed.onnx');
  await loom('export', 'models/forward-pass', '--onnx', written);
  for (const model of ['models/forward-pass', written]) {
    const { code, stdout, stderr } = await loom('summary', model, '--json');
    expect([code, stderr]).toEqual([0, '']);
    const { layers, totals } = JSON.parse(stdout) as {
      layers: { kind: string; inputs: number[][]; output: number[]; parameters: number }[];
      totals: object;
    };
    expect(layers.filter(({ parameters }) => parameters > 0)).toMatchObject([
      { inputs: [[1, 3]], output: [1, 4], parameters: 16, multiplyAdds: 16 },
      { inputs: [[1, 4]], output: [1, 2], parameters: 10, multiplyAdds: 10 },
    ]);
    expect(totals).toMatchObject({ parameters: 26, multiplyAdds: 26, parameterBytes: 104 });
  }
  const { stdout } = await loom('summary', 'models/forward-pass');
  expect(stdout).toMatch(/^2 {2}Linear Layer 1 {2}Linear +1 x 3 {2}1 x 4 +16 +16$/m);
  expect(stdout).toMatch(/^Parameters +26 trainable$/m);
});

test.concurrent(
  'a PyTorch program finds its weights beside it, and a model is written as the layers found in it',
  async () => {
    const program = join(folder, 'network.py');
    const weights = join(folder, 'network.safetensors');
    const written = join(folder, 'for-torch.onnx');
    const files = ['--torch', program, '--weights', weights, '--onnx', written];
    expect((await loom('export', 'models/forward-pass', ...files)).code).toBe(0);
    const text = readFileSync(program, 'utf8');
    expect(text).toContain('Path(__file__).parent / "network.safetensors"');
    expect(text).toContain('loss = loss_of(learner(x, scores=True), y)');
    expect(text).toContain('torch.optim.SGD(learned, lr=0.01, weight_decay=0)');
    const state = decodeSafetensors(readFileSync(weights), 'weights') as ReadonlyMap<string, Tensor>;
    expect([...state].map(([name, { shape }]) => [name, shape])).toEqual([
      ['linear_1.weight', [4, 3]],
      ['linear_1.bias', [4]],
      ['linear_2.weight', [2, 4]],
      ['linear_2.bias', [2]],
    ]);
    const fromModel = join(folder, 'from-model.py');
    const again = await loom('export', written, '--torch', fromModel, '--weights', weights);
    expect([again.stderr, again.code]).toEqual(['', 0]);
    expect(readFileSync(fromModel, 'utf8')).toContain('self.linear_1 = nn.Linear(3, 4)');
    const { code, stderr } = await loom('export', negate, '--torch', program);
    expect(code).toBe(1);
    expect(stderr).toMatch(/PyTorch has no words here for y \(Neg\)\. .*\n$/);
  },
);

test('what is exported over a file is whole or not there, and goes where a link leads', async () => {
  const real = writeBytes('real.onnx', 'before');
  chmodSync(real, 0o640);
  symlinkSync(real, join(folder, 'link.onnx'));
  expect((await loom('export', negate, '--onnx', join(folder, 'link.onnx'))).code).toBe(0);
  expect(readFileSync(real).equals(Buffer.from('before'))).toBe(false);
  expect(statSync(real).mode & 0o777).toBe(0o640);
  expect(lstatSync(join(folder, 'link.onnx')).isSymbolicLink()).toBe(true);

  for (const [name, sentence] of [
    [folder, /is not an ordinary file\. Choose a file on disk\.$/],
    [join(folder, 'none/a.onnx'), /could not be written: the folder is not there\. Choose another folder\.$/],
    [join(real, 'a.onnx'), /could not be written: a part of its path is a file\. Choose another folder\.$/],
  ] as const) {
    const { code, stderr } = await loom('export', negate, '--onnx', name);
    expect([code, stderr.trim()]).toEqual([1, expect.stringMatching(sentence)]);
  }
});

test('no temporary folder is left behind, whatever was killed', () => {
  expect(readdirSync(folder).filter((name) => name.startsWith('layerloom-'))).toEqual([]);
});

test.concurrent('a lesson with bundled rows is trained, a line an epoch', async () => {
  const { code, stdout, stderr } = await loom('train', 'models/iris-overfitting', '--epochs', '2', '--json');
  expect([stderr, code]).toEqual(['', 0]);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { epoch: number; loss: number; accuracy: number });
  expect(lines.map(({ epoch }) => epoch)).toEqual([1, 2]);
  for (const { loss, accuracy } of lines) {
    expect(loss).toBeGreaterThan(0);
    expect(accuracy).toBeGreaterThan(0.5);
  }
});
