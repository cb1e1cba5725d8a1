/** Finds the first value of a run that is no finite number: the minibatches are taken again with every value told. */
import ort from 'onnxruntime-node';
import type { TrainRequest } from '#shared/contract/engine';
import { encodeStep } from '#shared/onnx/scan-step';
import { isProblem } from '#shared/messages/problem';
import { loadModel } from './sessions';

type Place = TrainRequest['models'][number]['places'][number];

/** One run of the runtime, as it was fed. */
export interface Stretch {
  readonly feeds: Readonly<Record<string, ort.Tensor>>;
  readonly count: number;
  /** Rows of each of its minibatches. */
  readonly rows: number;
  /** Of its first minibatch, counted from 0. */
  readonly epoch: number;
  readonly batch: number;
}

export interface Finding {
  readonly place: string;
  readonly value: string;
  /** Counted from 1. */
  readonly epoch: number;
  readonly batch: number;
}

/** Undefined when all values are finite where they can be seen. */
export async function findNotFinite(
  request: Pick<TrainRequest, 'models'>,
  stretches: readonly Stretch[],
): Promise<Finding | undefined> {
  for (const stretch of stretches) {
    const found = await searchStretch(request, stretch);
    if (found) return found;
  }
  return undefined;
}

async function searchStretch(
  { models }: Pick<TrainRequest, 'models'>,
  { feeds, count, rows, epoch, batch }: Stretch,
): Promise<Finding | undefined> {
  const made = models.find((each) => each.rows === rows);
  if (!made) return undefined;
  const { bytes, carried, given } = encodeStep(
    made.model,
    made.places.map(({ value }) => value),
  );
  const loaded = await loadModel(bytes, 'cpu', false);
  if (isProblem(loaded)) return undefined;
  try {
    const fixed = Object.fromEntries(
      loaded.session.inputNames.flatMap((name) => (feeds[name] ? [[name, feeds[name]]] : [])),
    );
    let values = new Map(carried.map(({ from, name }) => [name, feeds[from]]));
    for (let at = 0; at < count; at++) {
      const slices = given.map(({ from, name }) => [name, sliceOf(feeds[from], at)] as const);
      const outputs = await loaded.session.run({
        ...fixed,
        ...(Object.fromEntries([...values, ...slices]) as Record<string, ort.Tensor>),
      });
      for (const { value, place, part } of made.places) {
        const wrong = firstNotFinite(outputs[value], part);
        if (wrong !== undefined)
          return { place, value: String(wrong), epoch: epoch + 1, batch: batch + at + 1 };
      }
      values = new Map(carried.map(({ name, next }) => [name, outputs[next] as ort.Tensor]));
    }
    return undefined;
  } finally {
    await loaded.session.release();
  }
}

function firstNotFinite(output: ort.OnnxValue | undefined, part?: Place['part']): number | undefined {
  const data = output?.data;
  if (!(data instanceof Float32Array)) return undefined;
  return data.subarray(part?.start, part?.end).find((value) => !Number.isFinite(value));
}

/** One entry of the first axis. */
function sliceOf(tensor: ort.Tensor | undefined, at: number): ort.Tensor | undefined {
  if (!tensor) return undefined;
  const [, ...shape] = tensor.dims;
  const size = shape.reduce((product, length) => product * length, 1);
  const data = tensor.data as Float32Array | Int32Array;
  return new ort.Tensor(tensor.type, data.subarray(at * size, (at + 1) * size), shape);
}
