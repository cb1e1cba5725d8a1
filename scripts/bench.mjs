// Owns `npm run bench`: prepares everything, measures the ratios of bench/ and writes bench/results.json.
// `npm run bench -- trace launch` measures those parts alone, and writes nothing.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setFuses } from './package/fuses.mjs';
import { prepareBuild } from './prepare/build.mjs';
import { prepareElectron } from './prepare/electron-runtime.mjs';
import { preparePackages } from './prepare/packages.mjs';
import { capture, checkout, isHeadless, runEntry, runThrough, StepFailed } from './prepare/step.mjs';
import { prepareSystemLibraries } from './prepare/system-libraries.mjs';
import { onVirtualDisplay } from './prepare/virtual-display.mjs';

const frameMs = 1000 / 60;
/** Tells the run that measures where the prepared Electron is. */
const preparedVariable = 'LAYERLOOM_BENCH_ELECTRON';
/** How many times as fast as PyTorch and TensorFlow.js a step is to be, by network. */
const trainingAims = { '3-4-2 SGD': 3, '784-128-10 Adam': 1.2, 'LeNet Adam': 1.2 };

await runEntry(async () => {
  const named = process.argv.slice(2);
  const prepared = process.env[preparedVariable];
  if (prepared) return measure(prepared, named);
  await preparePackages();
  prepareSystemLibraries();
  const electron = await prepareElectron();
  await prepareBuild();
  /** @type {[string, string[]]} */
  const again = [process.execPath, ['scripts/bench.mjs', ...named]];
  process.env[preparedVariable] = electron;
  return runThrough(...(isHeadless ? onVirtualDisplay(...again) : again));
});

/** @param {string} executablePath @param {string[]} named the parts to measure; all where none is named */
async function measure(executablePath, named) {
  const { runnerImport } = await import('vite');
  const load = async (/** @type {string} */ file) =>
    (await runnerImport(path.join(checkout, 'bench', file), { configFile: false, logLevel: 'error' })).module;
  const { measureTrace } = await load('trace.ts');
  const { measureEdit, measureFrames, measureInstalled, measureLaunch } = await load('window.ts');
  const { measureChain, measureMemory, measureResNet18 } = await load('opening.ts');
  const { measureCanvas, measureLargeEdit } = await load('canvas.ts');
  const { measureTraining } = await load('training.ts');

  /** @type {Record<string, () => Promise<Row[]>>} */
  const parts = {
    trace: async () => {
      const { engine, bare } = await measureTrace();
      const name = 'trace through the engine / bare onnxruntime, 512 wide, 20 layers';
      return [row(name, median(engine), median(bare), 1.15)];
    },
    edit: async () => {
      const times = await measureEdit({ executablePath });
      const name = 'edited weight to painted number, p95 / a 16.7 ms frame';
      return [row(name, quantile(times, 0.95), frameMs, 1)];
    },
    launch: async () => {
      const { app, empty } = await measureLaunch({ executablePath });
      return [row('window ready to run / an empty window', median(app), median(empty), 1.6)];
    },
    package: async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'layerloom-bench-'));
      try {
        const { bytes, installed } = await installedPackage(folder);
        const times = await measureInstalled({ executablePath }, installed);
        const megabytes = 1e6;
        return [
          row('the .deb / 90 MB', bytes / megabytes, 90, 1, 'MB'),
          row(
            'window ready to run, installed / from a checkout',
            median(times.installed),
            median(times.checkout),
            1.1,
          ),
        ];
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
    frames: async () => {
      const { training, idle } = await measureFrames({ executablePath });
      const name = 'frame while training / idle, p95';
      return [row(name, quantile(training, 0.95), quantile(idle, 0.95), 1.2)];
    },
    opening: async () => {
      const { picture, trace, create, run } = await measureResNet18({ executablePath });
      const bare = median(create) + median(run);
      return [
        row('ResNet-18 opened to its picture / bare create and run', median(picture), bare, 1.5),
        row('ResNet-18 from Run to its numbers / bare create and run', median(trace), bare, 1.2),
      ];
    },
    large: async () => {
      const { picture, longest, create } = await measureChain({ executablePath });
      return [
        row('5,000 operators opened to their picture / bare create', median(picture), median(create), 2),
        row('5,000 operators opened, longest task of the window / 100 ms', median(longest), 100, 1),
      ];
    },
    memory: async () => {
      const { over, of } = await measureMemory({ executablePath });
      return [
        row(`a window with ${of.toFixed(0)} MB of weights over an empty one / 300 MB`, over, 300, 1, 'MB'),
      ];
    },
    canvas: async () => {
      const { gestures, bare, ...times } = await measureCanvas({ executablePath });
      const edit = await measureLargeEdit({ executablePath });
      const of = 'with 1,000 layers';
      return [
        ...['pan', 'zoom', 'drag'].map((gesture) =>
          row(
            `${gesture} ${of} / a bare Svelte Flow of 1,000 nodes, p95`,
            quantile(gestures[gesture], 0.95),
            quantile(bare[gesture], 0.95),
            1.5,
          ),
        ),
        row(`a step ${of} / with 10, p95`, quantile(times.step, 0.95), quantile(times.stepOfTen, 0.95), 2),
        row(`a switch of mode ${of}, p95 / 300 ms`, quantile(times.modes, 0.95), 300, 1),
        row(`a layer added ${of}, p95 / two frames`, quantile(times.add, 0.95), 2 * frameMs, 1),
        row(`edits ${of}, longest task of the window / 50 ms`, times.longest, 50, 1),
        row(`the window ${of} over one with 10 / 300 MB`, times.memory - times.memoryOfTen, 300, 1, 'MB'),
        row('a weight of 4096 x 4096 edited, p95 / three frames', quantile(edit.times, 0.95), 3 * frameMs, 1),
        row('the same, longest task of the window / 50 ms', edit.longest, 50, 1),
      ];
    },
    training: async () => (await measureTraining()).flatMap(rowsOfTraining),
  };
  const unknown = named.find((name) => !(name in parts));
  if (unknown !== undefined)
    throw new Error(`no part is called ${unknown}: ${Object.keys(parts).join(', ')}`);
  /** @type {Row[]} */
  const rows = [];
  for (const [name, part] of Object.entries(parts))
    if (named.length === 0 || named.includes(name)) rows.push(...(await part()));
  if (named.length === 0) {
    const results = {
      node: process.version,
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      results: rows,
    };
    writeFileSync(path.join(checkout, 'bench', 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  }
  for (const { name, value, against, unit, ratio, aim } of rows) {
    console.log(
      `${ratio.toFixed(2)} (aim ${aim.toFixed(2)})  ${name}: ${value.toFixed(2)} ${unit} against ${against.toFixed(2)} ${unit}`,
    );
  }
  return 0;
}

/** @param {{ name: keyof typeof trainingAims, engine: number[], torch: number[], tfjs: number[] }} times */
function rowsOfTraining({ name, engine, torch, tfjs }) {
  const ours = median(engine);
  return [
    ...(torch.length > 0
      ? [row(`a training step, ${name} / eager PyTorch`, ours, median(torch), 1 / trainingAims[name])]
      : []),
    ...(tfjs.length > 0 ? [row(`a training step, ${name} / TensorFlow.js`, ours, median(tfjs), 1 / 10)] : []),
  ];
}

/** The Debian package of this checkout as it is given away, and its program, which a test can drive.
 * @param {string} folder  where it is unpacked
 * @returns {Promise<{ bytes: number, installed: string }>} */
async function installedPackage(folder) {
  const made = capture(process.execPath, ['scripts/package.mjs']);
  const [deb] = /dist\/\S+\.deb/.exec(made.stdout) ?? [];
  if (!made.isDone || deb === undefined) throw new StepFailed(made.output);
  const file = path.join(checkout, deb);
  const unpacked = capture('dpkg-deb', ['-x', file, folder]);
  if (!unpacked.isDone) throw new StepFailed(unpacked.output);
  const installed = path.join(folder, 'opt/Layerloom/layerloom');
  await setFuses(installed, { isDriven: true });
  return { bytes: statSync(file).size, installed };
}

/** @typedef {{ name: string, value: number, against: number, unit: string, ratio: number, aim: number }} Row */

/** @param {string} name @param {number} value @param {number} against @param {number} aim @param {string} [unit]
 * @returns {Row} */
function row(name, value, against, aim, unit = 'ms') {
  return { name, value, against, unit, ratio: value / against, aim };
}

/** @param {number[]} values @param {number} share */
function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** @param {number[]} values */
function median(values) {
  return quantile(values, 0.5);
}
