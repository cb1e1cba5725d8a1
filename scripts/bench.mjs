// Owns `npm run bench`: prepares everything, measures the ratios of bench/ and writes bench/results.json.
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { prepareBuild } from './prepare/build.mjs';
import { prepareElectron } from './prepare/electron-runtime.mjs';
import { preparePackages } from './prepare/packages.mjs';
import { checkout, isHeadless, runEntry, runThrough } from './prepare/step.mjs';
import { prepareSystemLibraries } from './prepare/system-libraries.mjs';
import { onVirtualDisplay } from './prepare/virtual-display.mjs';

const frameMs = 1000 / 60;
/** How many times as fast as PyTorch and TensorFlow.js a step is to be, by network. */
const trainingAims = { '3-4-2 SGD': 3, '784-128-10 Adam': 1.2, 'LeNet Adam': 1.2 };

await runEntry(async () => {
  const [executablePath] = process.argv.slice(2);
  if (executablePath) return measure(executablePath);
  await preparePackages();
  prepareSystemLibraries();
  const electron = await prepareElectron();
  await prepareBuild();
  /** @type {[string, string[]]} */
  const again = [process.execPath, ['scripts/bench.mjs', electron]];
  return runThrough(...(isHeadless ? onVirtualDisplay(...again) : again));
});

/** @param {string} executablePath */
async function measure(executablePath) {
  const { runnerImport } = await import('vite');
  const load = async (/** @type {string} */ file) =>
    (await runnerImport(path.join(checkout, 'bench', file), { configFile: false, logLevel: 'error' })).module;
  const { measureTrace } = await load('trace.ts');
  const { measureEdit, measureFrames, measureLaunch } = await load('window.ts');
  const { measureTraining } = await load('training.ts');

  const trace = await measureTrace();
  const edit = await measureEdit({ executablePath });
  const launch = await measureLaunch({ executablePath });
  const frames = await measureFrames({ executablePath });
  const training = await measureTraining();
  const rows = [
    row(
      'trace through the engine / bare onnxruntime, 512 wide, 20 layers',
      median(trace.engine),
      median(trace.bare),
      1.15,
    ),
    row('edited weight to painted number, p95 / a 16.7 ms frame', quantile(edit, 0.95), frameMs, 1),
    row('window ready to run / an empty window', median(launch.app), median(launch.empty), 1.6),
    row(
      'frame while training / idle, p95',
      quantile(frames.training, 0.95),
      quantile(frames.idle, 0.95),
      1.2,
    ),
    ...training.flatMap(rowsOfTraining),
  ];
  const results = {
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    results: rows,
  };
  writeFileSync(path.join(checkout, 'bench', 'results.json'), `${JSON.stringify(results, null, 2)}\n`);
  for (const { name, ms, againstMs, ratio, aim } of rows) {
    console.log(
      `${ratio.toFixed(2)} (aim ${aim.toFixed(2)})  ${name}: ${ms.toFixed(2)} ms against ${againstMs.toFixed(2)} ms`,
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

/** @param {string} name @param {number} ms @param {number} againstMs @param {number} aim */
function row(name, ms, againstMs, aim) {
  return { name, ms, againstMs, ratio: ms / againstMs, aim };
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
