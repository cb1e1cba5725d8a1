// A process of `npm run suite`: runs the cases it is told of one after the other and says what became of each, so that a
// runtime that crashes costs one case.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { TensorProtoSchema } from 'onnx-buf';
import { checkout } from '../prepare/step.mjs';

// What the suite itself allows.
const [relative, absolute] = [1e-3, 1e-7];

const { runnerImport } = await import('vite');
const load = async (/** @type {string} */ file) =>
  (await runnerImport(path.join(checkout, file), { configFile: false, logLevel: 'error' })).module;
const { openCase } = await load('scripts/suite/open-case.ts');
const { decodeTensor } = await load('src/shared/onnx/decode-tensor.ts');
const { numberAt } = await load('src/shared/tensor/tensor.ts');

process.on('message', async (/** @type {string} */ place) => {
  let outcome;
  try {
    outcome = await runCase(place);
  } catch (error) {
    outcome = { kind: 'failed', reason: String(error).split('\n')[0] };
  }
  process.send?.({ place, ...outcome });
});
process.send?.({ ready: true });

/** @param {string} place */
async function runCase(place) {
  const data = path.join(place, 'test_data_set_0');
  const read = (/** @type {string} */ kind) => {
    const tensors = [];
    for (let at = 0; existsSync(path.join(data, `${kind}_${at}.pb`)); at++) {
      const bytes = readFileSync(path.join(data, `${kind}_${at}.pb`));
      try {
        tensors.push(decodeTensor(fromBinary(TensorProtoSchema, new Uint8Array(bytes))));
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        // No tensor: a sequence or an optional, which cannot be given from JavaScript.
        tensors.push(undefined);
      }
    }
    return tensors;
  };
  const inputs = read('input');
  if (inputs.some((tensor) => !tensor)) return { kind: 'not given' };
  const found = await openCase(new Uint8Array(readFileSync(path.join(place, 'model.onnx'))), inputs, () =>
    process.send?.({ isRun: true }),
  );
  const expected = read('output');
  const differing = (/** @type {Map<string, unknown>} */ answers) =>
    compare(answers, found.outputs, expected);
  if ('bare' in found && differing(found.bare)) return { kind: 'not run', reason: differing(found.bare) };
  if ('refused' in found) return { kind: 'not run', reason: found.refused };
  if ('failed' in found) return { kind: 'failed', reason: found.failed };
  const traced = differing(found.traced);
  if (traced) return { kind: 'failed', reason: `traced: ${traced}` };
  const saved = differing(found.saved);
  if (saved) return { kind: 'failed', reason: `saved: ${saved}` };
  const { unequal, ...sums } = found.sums;
  return unequal ? { kind: 'failed', reason: unequal } : { kind: 'passed', ops: found.ops, sums };
}

/** What differs first; undefined where nothing does. What is no tensor cannot be compared.
 * @param {Map<string, any>} answers
 * @param {string[]} names
 * @param {any[]} expected */
function compare(answers, names, expected) {
  for (const [at, name] of names.entries()) {
    const tensor = expected[at];
    if (!tensor) continue;
    const found = answers.get(name);
    if (!found) return `${name} is not there`;
    if (found.dtype !== tensor.dtype) return `${name} is ${found.dtype}, not ${tensor.dtype}`;
    if (found.shape.join() !== tensor.shape.join()) return `${name} is ${found.shape}, not ${tensor.shape}`;
    for (let offset = 0; offset < tensor.values.length; offset++) {
      if (tensor.dtype === 'string') {
        if (found.values[offset] !== tensor.values[offset])
          return `${name}[${offset}] is ${found.values[offset]}`;
        continue;
      }
      const [is, should] = [numberAt(found, offset), numberAt(tensor, offset)];
      const isSame = Object.is(is, should) || Math.abs(is - should) <= absolute + relative * Math.abs(should);
      if (!isSame) return `${name}[${offset}] is ${is}, not ${should}`;
    }
  }
  return undefined;
}
