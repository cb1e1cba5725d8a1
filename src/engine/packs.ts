/** What is fed back lies end to end in few tensors; to everyone else each part goes by its own name. */
import ort from 'onnxruntime-node';
import type { TrainedBatch, TrainRequest } from '#shared/contract/engine';
import { sizeOf } from '#shared/tensor/shape';
import type { Tensor } from '#shared/tensor/tensor';
import type { Values } from './minibatches';
import { toRuntime } from './tensors';

type Carried = TrainRequest['carried'];
type Told = TrainedBatch['values'];

/** The values a run starts from as its models are fed them. */
export function packed({ carried, values }: Pick<TrainRequest, 'carried' | 'values'>): Values {
  const fed = new Map([...values].map(([name, tensor]) => [name, toRuntime(tensor)]));
  for (const { value, parts } of carried) {
    if (parts.length === 1) continue;
    const numbers = Float32Array.from(parts.flatMap((part) => [...(values.get(part.value)?.values ?? [])]));
    for (const part of parts) fed.delete(part.value);
    fed.set(value, new ort.Tensor('float32', numbers, [numbers.length]));
  }
  return fed;
}

export function told(carried: Carried, values: Values): Told {
  return apart(carried, ({ value }) => values.get(value)?.data as Float32Array | undefined);
}

/** After one minibatch of a run that tells of each. */
export function toldAfter(carried: Carried, outputs: ort.InferenceSession.ReturnType, at: number): Told {
  return apart(carried, ({ each = '', parts }) => {
    const size = parts.reduce((total, { shape }) => total + sizeOf(shape), 0);
    return (outputs[each]?.data as Float32Array | undefined)?.subarray(at * size, (at + 1) * size);
  });
}

function apart(carried: Carried, numbersOf: (each: Carried[number]) => Float32Array | undefined): Told {
  const found = new Map<string, Tensor<'float32'>>();
  for (const each of carried) {
    const numbers = numbersOf(each);
    let start = 0;
    for (const { value, shape } of each.parts) {
      const end = start + sizeOf(shape);
      if (numbers) found.set(value, { dtype: 'float32', shape, values: numbers.subarray(start, end) });
      start = end;
    }
  }
  return found;
}
