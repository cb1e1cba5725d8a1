// Owns `npm run suite`: traces the ONNX project's own test models through loom and compares with the outputs they come with.
// Debian has them (`apt-get install libonnx-testdata`); another folder, and groups of it, may be named.
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
  existsSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fromBinary } from '@bufbuild/protobuf';
import { TensorProtoSchema, TensorProto_DataType as DataType, ModelProtoSchema } from 'onnx-buf';
import { capture, checkout, runEntry, StepFailed } from './prepare/step.mjs';

const [folder = '/usr/share/libonnx-testdata/data', ...named] = process.argv.slice(2);
const groups = named.length > 0 ? named : ['pytorch-converted', 'pytorch-operator'];
// What the suite itself allows.
const [relative, absolute] = [1e-3, 1e-7];

await runEntry(async () => {
  if (!existsSync(folder)) {
    throw new StepFailed(
      `There is no ${folder}. Install it with \`apt-get install libonnx-testdata\`, or name a folder.`,
    );
  }
  const { runnerImport } = await import('vite');
  const load = async (/** @type {string} */ file) =>
    (await runnerImport(path.join(checkout, file), { configFile: false, logLevel: 'error' })).module;
  const { encodeNpy, decodeNpy } = await load('src/shared/tensor/npy.ts');
  const { numberAt } = await load('src/shared/tensor/tensor.ts');
  const work = mkdtempSync(path.join(tmpdir(), 'layerloom-suite-'));
  try {
    const cases = groups.flatMap((group) =>
      readdirSync(path.join(folder, group)).map((name) => prepare(path.join(folder, group, name))),
    );
    const list = path.join(work, 'list.json');
    writeFileSync(list, JSON.stringify(cases.map(({ job }) => job)));
    const { output } = capture(process.execPath, ['scripts/loom.mjs', 'trace', '--batch', list], {});
    const answers = output.split('\n').filter((line) => line.startsWith('{'));
    let equal = 0;
    cases.forEach(({ name, job, expected }, at) => {
      const { ok, error } = JSON.parse(answers[at] ?? '{"ok":false,"error":"no answer"}');
      const difference = ok ? compare(job.dump, expected) : error;
      if (difference === undefined) equal += 1;
      else console.log(`${name}: ${difference}`);
    });
    console.log(`${equal} passed, ${cases.length - equal} failed`);
    return equal === cases.length ? 0 : 1;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }

  /** The run, with its inputs as .npy files, and the tensors it is to answer. */
  function prepare(/** @type {string} */ place) {
    const name = path.basename(place);
    const model = path.join(place, 'model.onnx');
    const graph = fromBinary(ModelProtoSchema, readFileSync(model)).graph;
    const data = path.join(place, 'test_data_set_0');
    const inputs = (graph?.input ?? []).flatMap(({ name: input }, at) => {
      const file = path.join(data, `input_${at}.pb`);
      if (!existsSync(file)) return [];
      const npy = path.join(work, `${name}-${at}.npy`);
      writeFileSync(npy, encodeNpy(tensorOf(file)));
      return [[input, npy]];
    });
    const dump = path.join(work, name);
    mkdirSync(dump);
    return {
      name,
      job: { model, inputs: Object.fromEntries(inputs), dump },
      expected: (graph?.output ?? []).map(({ name: output }, at) => ({
        output,
        tensor: tensorOf(path.join(data, `output_${at}.pb`)),
      })),
    };
  }

  /** What differs first; undefined where nothing does.
   * @param {string} dump
   * @param {{ output: string, tensor: ReturnType<typeof tensorOf> }[]} expected */
  function compare(dump, expected) {
    /** @typedef {{ name: string, file: string | null }} Written
     * @type {{ inputs: Written[], nodes: { outputs: Written[] }[] }} */
    const trace = JSON.parse(readFileSync(path.join(dump, 'trace.json'), 'utf8'));
    const answered = new Map(
      [...trace.inputs, ...trace.nodes.flatMap((node) => node.outputs)].map((value) => [
        value.name,
        value.file,
      ]),
    );
    for (const { output, tensor } of expected) {
      const file = answered.get(output);
      if (!file) return `${output} is not there`;
      const found = decodeNpy(readFileSync(path.join(dump, file)), file);
      if (found.shape?.join() !== tensor.shape.join())
        return `${output} is ${found.shape}, not ${tensor.shape}`;
      for (let at = 0; at < tensor.values.length; at++) {
        const [is, should] = [numberAt(found, at), numberAt(tensor, at)];
        const isSame =
          Object.is(is, should) || Math.abs(is - should) <= absolute + relative * Math.abs(should);
        if (!isSame) return `${output}[${at}] is ${is}, not ${should}`;
      }
    }
    return undefined;
  }
});

/** A tensor of a .pb file; the types the suite's PyTorch models use.
 * @param {string} file */
function tensorOf(file) {
  const tensor = fromBinary(TensorProtoSchema, readFileSync(file));
  const shape = tensor.dims.map(Number);
  const bytes = new Uint8Array(tensor.rawData).buffer;
  const isRaw = bytes.byteLength > 0;
  switch (tensor.dataType) {
    case DataType.FLOAT:
      return {
        dtype: 'float32',
        shape,
        values: isRaw ? new Float32Array(bytes) : Float32Array.from(tensor.floatData),
      };
    case DataType.DOUBLE:
      return {
        dtype: 'float64',
        shape,
        values: isRaw ? new Float64Array(bytes) : Float64Array.from(tensor.doubleData),
      };
    case DataType.INT64:
      return {
        dtype: 'int64',
        shape,
        values: isRaw ? new BigInt64Array(bytes) : BigInt64Array.from(tensor.int64Data),
      };
    case DataType.INT32:
      return {
        dtype: 'int32',
        shape,
        values: isRaw ? new Int32Array(bytes) : Int32Array.from(tensor.int32Data),
      };
    case DataType.BOOL:
      return {
        dtype: 'bool',
        shape,
        values: isRaw ? new Uint8Array(bytes) : Uint8Array.from(tensor.int32Data),
      };
    default:
      throw new StepFailed(`${file} has the type ${tensor.dataType}, which this script does not read.`);
  }
}
