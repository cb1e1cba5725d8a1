/** A step of training through the engine against eager PyTorch and TensorFlow.js: one thread each, turn by turn. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { Engine } from '#engine/engine';
import type { TrainEvent, TrainRequest } from '#shared/contract/engine';
import { emptyDocument, type Document } from '#shared/document/document';
import { applyEdit, type Edit } from '#shared/document/edits';
import { initialTraining, type TrainingSettings } from '#shared/document/training-settings';
import type { AttributeValue } from '#shared/layers/attributes';
import { describeProblem, isProblem } from '#shared/messages/problem';
import { createRandom } from '#shared/tensor/random';
import { sizeOf } from '#shared/tensor/shape';
import { floatTensor } from '#shared/tensor/tensor';
import { trainRequest } from '#shared/training/request';

const root = path.join(import.meta.dirname, '..');
const rounds = 5;

type Part = readonly [layer: string, attributes?: Readonly<Record<string, AttributeValue>>];
interface Network {
  readonly parts: readonly Part[];
  readonly row: readonly number[];
  readonly classes: number;
  readonly steps: number;
  readonly settings: Partial<TrainingSettings>;
}

const linear = (out_features: number): Part => ['Linear', { out_features }];
const networks: Readonly<Record<string, Network>> = {
  '3-4-2 SGD': {
    parts: [linear(4), ['ReLU'], linear(2)],
    row: [3],
    classes: 2,
    steps: 2000,
    settings: { optimiser: 'SGD', rate: 0.01, batch: 32 },
  },
  '784-128-10 Adam': {
    parts: [linear(128), ['ReLU'], linear(10)],
    row: [784],
    classes: 10,
    steps: 200,
    settings: { optimiser: 'Adam', rate: 0.001, batch: 64 },
  },
  'LeNet Adam': {
    parts: [
      ['Conv2d', { out_channels: 6, kernel_size: 5, padding: 2 }],
      ['ReLU'],
      ['MaxPool2d', { kernel_size: 2 }],
      ['Conv2d', { out_channels: 16, kernel_size: 5 }],
      ['ReLU'],
      ['MaxPool2d', { kernel_size: 2 }],
      ['Flatten'],
      linear(120),
      ['ReLU'],
      linear(84),
      ['ReLU'],
      linear(10),
    ],
    row: [1, 28, 28],
    classes: 10,
    steps: 40,
    settings: { optimiser: 'Adam', rate: 0.001, batch: 64 },
  },
};

export interface TrainingTimes {
  readonly name: string;
  /** Milliseconds a step, by turns; nothing of those that are not here. */
  readonly engine: readonly number[];
  readonly torch: readonly number[];
  readonly tfjs: readonly number[];
}

export async function measureTraining(): Promise<readonly TrainingTimes[]> {
  const torch = startTorch();
  const tfjs = await startTfjs();
  const measured: TrainingTimes[] = [];
  for (const [name, network] of Object.entries(networks)) {
    const times = { name, engine: [] as number[], torch: [] as number[], tfjs: [] as number[] };
    const train = prepare(network);
    await train();
    for (let round = 0; round < rounds; round++) {
      times.engine.push(await train());
      if (torch) times.torch.push(await torch.ask(name));
      // It is slower by so much that one turn tells.
      if (tfjs && round === 0) times.tfjs.push(await tfjs.ask(name));
    }
    measured.push(times);
  }
  torch?.end();
  tfjs?.end();
  return measured;
}

/** A run of one epoch: milliseconds a step. */
function prepare(network: Network): () => Promise<number> {
  const request = prepareRequest(network);
  const engine = new Engine();
  return async () => {
    let last: TrainEvent | undefined;
    await engine.train(request, (event) => (last = event), new AbortController().signal);
    if (last?.kind !== 'done') throw new Error(JSON.stringify(last));
    return last.ms / network.steps;
  };
}

function prepareRequest({ parts, row, classes, steps, settings }: Network): TrainRequest {
  const chosen = { ...initialTraining, ...settings, epochs: 1, shuffle: true };
  const rows = chosen.batch * steps;
  const random = createRandom(1);
  const data = {
    source: {
      kind: 'arrays' as const,
      name: 'drawn',
      features: floatTensor(
        [rows, ...row],
        Float32Array.from({ length: rows * sizeOf(row) }, () => random.normal()),
      ),
      targets: floatTensor(
        [rows],
        Float32Array.from({ length: rows }, (_, at) => at % classes),
      ),
    },
    preparation: { leftOut: [], missing: 'drop' as const, scaling: 'none' as const },
  };
  const found = trainRequest({ ...build(row, parts), data }, chosen, 'cpu');
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found.request;
}

function build(row: readonly number[], parts: readonly Part[]): Document {
  const edits: Edit[] = [];
  [['Input', { shape: [1, ...row] }] satisfies Part, ...parts].forEach(([layer, attributes = {}], at) => {
    const id = `part-${at}`;
    edits.push({ kind: 'add-node', layer, position: { x: 0, y: 0 }, id });
    for (const [name, value] of Object.entries(attributes))
      edits.push({ kind: 'set-attribute', node: id, name, value });
    if (at > 0)
      edits.push({
        kind: 'connect',
        from: { node: `part-${at - 1}`, port: 'y' },
        to: { node: id, port: 'x' },
      });
  });
  return applyEdit(emptyDocument, { kind: 'all', edits });
}

interface Other {
  ask(name: string): Promise<number>;
  end(): void;
}

/** A process that answers a number for each name it is given. */
function talkTo(child: ChildProcess): Other {
  const { stdin, stdout } = child;
  if (!stdin || !stdout) throw new Error('the process has no pipes');
  const lines = readline.createInterface({ input: stdout })[Symbol.asyncIterator]();
  return {
    async ask(name) {
      stdin.write(`${name}\n`);
      const line = await lines.next();
      if (line.done === true) throw new Error('the other side ended');
      return Number(line.value);
    },
    end: () => stdin.end(),
  };
}

/** Debian's PyTorch with OpenBLAS in front of the reference BLAS; undefined where it is not installed. */
function startTorch(): Other | undefined {
  const python = '/usr/bin/python3';
  const torch = '/usr/lib/python3/dist-packages/torch';
  if (!existsSync(python) || !existsSync(torch)) return undefined;
  const child = spawn(python, ['scripts/bench-torch.py'], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      OPENBLAS_NUM_THREADS: '1',
      OMP_NUM_THREADS: '1',
      LD_LIBRARY_PATH: '/usr/lib/x86_64-linux-gnu/openblas-pthread',
    },
  });
  return talkTo(child);
}

/** Fetched into a folder of its own; undefined where there is no registry to fetch it from. */
async function startTfjs(): Promise<Other | undefined> {
  const folder = path.join(root, 'bench', '.tfjs');
  const packages = ['@tensorflow/tfjs@4.22.0', '@tensorflow/tfjs-backend-wasm@4.22.0'];
  if (!existsSync(path.join(folder, 'node_modules', '@tensorflow', 'tfjs-backend-wasm'))) {
    const code = await new Promise((resolve) => {
      spawn('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, ...packages], {
        stdio: 'ignore',
      }).on('exit', resolve);
    });
    if (code !== 0) return undefined;
  }
  return talkTo(
    spawn(process.execPath, ['bench/tfjs.mjs', folder], { cwd: root, stdio: ['pipe', 'pipe', 'ignore'] }),
  );
}
