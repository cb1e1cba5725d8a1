/** Values given for a model's inputs in .npy files: matched to the inputs, checked, never dropped. */
import { offerTo } from '#shared/compare/offer';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { isFree } from '#shared/onnx/draw-inputs';
import type { ModelInput } from '#shared/onnx/model-file';
import { decodeNpy } from '#shared/tensor/npy';
import { sizeOf } from '#shared/tensor/shape';
import { numberAt, type Tensor } from '#shared/tensor/tensor';
import { readFile } from './files';
import type { InputFile, TraceJob } from './protocol';
import { cut } from './sentence';

const listedNames = 20;

/**
 * Values by the inputs' own names. `known` may know an input by several, and more inputs than are `listed`
 * to a person who names none of them. Errors: the first problem.
 */
export function readGiven(
  known: ReadonlyMap<string, ModelInput>,
  listed: readonly string[],
  given: TraceJob['inputs'],
): Map<string, Tensor> | Problem {
  const values = new Map<string, Tensor>();
  for (const readings of given) {
    const reading = choose(known, readings);
    const input = reading && known.get(reading.name);
    if (!input) {
      const inputs = formatNames(listed);
      return problem('model-input-unknown', { input: readings[0]?.name ?? '', inputs });
    }
    if (values.has(input.name)) return problem('model-input-twice', { input: input.name });
    const value = readValue(input, reading);
    if (isProblem(value)) return value;
    values.set(input.name, value);
  }
  return values;
}

/** What another run was fed, by name. */
export type Offered = ReadonlyMap<string, Tensor>;

/** With what another run was fed, where nothing was given and it fits. */
export function withOffered(
  known: ReadonlyMap<string, ModelInput>,
  given: ReadonlyMap<string, Tensor>,
  offered: Offered = new Map(),
): ReadonlyMap<string, Tensor> {
  const values = new Map(given);
  for (const [input, tensor] of offerTo(known, offered)) {
    const isFit = tensor.dtype === input.dtype && fitsShape(tensor.shape, input.shape);
    if (isFit && !given.has(input.name)) values.set(input.name, tensor);
  }
  return values;
}

function formatNames(names: readonly string[]): string {
  const shown = names.slice(0, listedNames).map((name) => cut(name, 80));
  const more = names.length > listedNames ? [`and ${names.length - listedNames} more`] : [];
  return [...shown, ...more].join(', ') || 'none';
}

/** The longest name that is an input's: in `a=b=c.npy` the input may be `a=b`. */
function choose(
  known: ReadonlyMap<string, ModelInput>,
  readings: readonly InputFile[],
): InputFile | undefined {
  return readings.findLast(({ name }) => known.has(name));
}

function readValue(input: ModelInput, { file }: InputFile): Tensor | Problem {
  if (!input.dtype) return problem('model-input-unsupported', { input: input.name, type: input.type });
  const bytes = readFile(file);
  if (isProblem(bytes)) return bytes;
  const decoded = decodeNpy(bytes, file.shown);
  if (isProblem(decoded)) return decoded;
  const tensor = asInput(decoded, input.dtype);
  if (tensor.dtype === input.dtype && fitsShape(tensor.shape, input.shape)) return tensor;
  return problem('model-input-mismatch', {
    input: input.name,
    expected: formatExpected(input),
    actual: formatExpected({ type: decoded.dtype, shape: decoded.shape }),
  });
}

function fitsShape(shape: readonly number[], expected: ModelInput['shape']): boolean {
  if (!expected) return true;
  return (
    shape.length === expected.length && expected.every((size, axis) => isFree(size) || size === shape[axis])
  );
}

/** A type and shape as people read them: `float32 batch x 3`. */
export function formatExpected({ type, shape }: Pick<ModelInput, 'type' | 'shape'>): string {
  if (!shape) return type;
  const sizes = shape.map((size) => ((typeof size === 'number' && size < 0) || size === '' ? '?' : size));
  return `${type} ${sizes.length === 0 ? 'scalar' : sizes.join(' x ')}`;
}

/** .npy files keep 4-bit integers as 8-bit ones, and any byte may stand for true. */
function asInput(tensor: Tensor, dtype: Tensor['dtype']): Tensor {
  if (tensor.dtype === 'bool') {
    return { ...tensor, values: Uint8Array.from(tensor.values as Uint8Array, (byte) => (byte ? 1 : 0)) };
  }
  const packed = {
    int4: { from: 'int8', min: -8, max: 7 },
    uint4: { from: 'uint8', min: 0, max: 15 },
  } as const;
  if (dtype !== 'int4' && dtype !== 'uint4') return tensor;
  const { from, min, max } = packed[dtype];
  const size = sizeOf(tensor.shape);
  const numbers = Array.from({ length: size }, (_, offset) => numberAt(tensor, offset));
  if (tensor.dtype !== from || numbers.some((number) => number < min || number > max)) return tensor;
  const values = new Uint8Array(Math.ceil(size / 2));
  numbers.forEach(
    (number, at) => (values[at >> 1] = (values[at >> 1] ?? 0) | ((number & 15) << (at % 2 ? 4 : 0))),
  );
  return { dtype, shape: tensor.shape, values };
}
