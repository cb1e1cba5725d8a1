// TensorFlow.js's side of the bench: for each name read from stdin, trains that network and answers milliseconds a step.
import { createRequire } from 'node:module';
import path from 'node:path';
import readline from 'node:readline';

const [folder = ''] = process.argv.slice(2);
const load = createRequire(path.join(folder, 'package.json'));
const tf = load('@tensorflow/tfjs');
load('@tensorflow/tfjs-backend-wasm');

/** Convolutions cannot be trained on wasm, and take seconds a step on the cpu backend. */
const networks = {
  '3-4-2 SGD': {
    backend: 'cpu',
    row: [3],
    classes: 2,
    batch: 32,
    steps: 100,
    optimiser: () => tf.train.sgd(0.01),
  },
  '784-128-10 Adam': {
    backend: 'wasm',
    row: [784],
    classes: 10,
    batch: 64,
    steps: 20,
    optimiser: () => tf.train.adam(0.001),
  },
  'LeNet Adam': {
    backend: 'cpu',
    row: [28, 28, 1],
    classes: 10,
    batch: 64,
    steps: 1,
    optimiser: () => tf.train.adam(0.001),
  },
};

/** @param {string} name @param {number[]} row @param {number} classes */
function build(name, row, classes) {
  const { layers } = tf;
  const dense = (/** @type {number} */ units, /** @type {'relu' | undefined} */ activation) =>
    layers.dense({ units, ...(activation && { activation }) });
  const network = tf.sequential();
  network.add(layers.inputLayer({ inputShape: row }));
  if (name === '3-4-2 SGD') network.add(dense(4, 'relu'));
  else if (name === '784-128-10 Adam') network.add(dense(128, 'relu'));
  else {
    network.add(layers.conv2d({ filters: 6, kernelSize: 5, padding: 'same', activation: 'relu' }));
    network.add(layers.maxPooling2d({ poolSize: 2 }));
    network.add(layers.conv2d({ filters: 16, kernelSize: 5, activation: 'relu' }));
    network.add(layers.maxPooling2d({ poolSize: 2 }));
    network.add(layers.flatten());
    network.add(dense(120, 'relu'));
    network.add(dense(84, 'relu'));
  }
  network.add(dense(classes, undefined));
  return network;
}

/** @param {keyof typeof networks} name */
async function measure(name) {
  const { backend, row, classes, batch, steps, optimiser } = networks[name];
  await tf.setBackend(backend);
  await tf.ready();
  const network = build(name, row, classes);
  const rule = optimiser();
  const features = tf.randomNormal([batch, ...row]);
  const targets = tf.oneHot(tf.randomUniform([batch], 0, classes, 'int32'), classes);
  const step = async () => {
    const loss = rule.minimize(() => tf.losses.softmaxCrossEntropy(targets, network.apply(features)), true);
    await loss.data();
    loss.dispose();
  };
  if (steps > 1) await step();
  const started = performance.now();
  for (let at = 0; at < steps; at++) await step();
  return (performance.now() - started) / steps;
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  console.log(await measure(/** @type {keyof typeof networks} */ (line.trim())));
}
