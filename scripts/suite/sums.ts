/** What the sums of operators come to, against the numbers the engine found for them. */
import { answeredIn, type Inference } from '#shared/document/infer';
import { explainNumber } from '#shared/explain/explain';
import { evaluate } from '#shared/tensor/expression';
import { indexAt, sizeOf } from '#shared/tensor/shape';
import { numberAt, type Tensor } from '#shared/tensor/tensor';

type Values = ReadonlyMap<string, Tensor>;

/** Of one answer no more numbers are looked at: they are made alike. */
const mostNumbers = 300;
const tolerances: Readonly<Record<string, number>> = { float64: 1e-4, float32: 1e-4, float16: 2e-3 };

export interface Told {
  readonly numbers: number;
  /** Of how many of them the sum is known. */
  readonly told: number;
  /** The first that differs from the engine's number. */
  readonly unequal?: string;
}

export function tellSums(inference: Inference, feeds: Values, traced: Values): Told {
  const answer = answeredIn(inference, traced);
  let [numbers, told] = [0, 0];
  for (const inferred of inference.nodes.values()) {
    const { node, emission, inputs } = inferred;
    if (!node.op || !emission) continue;
    const wires = new Map(inputs.map(({ port, edge }) => [port, edge?.from]));
    const tensors = {
      input: (port: string) => answer(wires.get(port)?.node, wires.get(port)?.port),
      parameter: (name: string) => feeds.get(`${emission.output.name}.${name}`),
      given: undefined,
    };
    for (const { port } of emission.outputs) {
      const tensor = answer(node.id, port);
      const size = tensor ? sizeOf(tensor.shape) : 0;
      for (let offset = 0; tensor && offset < size; offset += Math.ceil(size / mostNumbers)) {
        const found = explainNumber(inferred, indexAt(tensor.shape, offset), tensors, port);
        numbers++;
        if (!found) continue;
        told++;
        const [is, should] = [evaluate(found), numberAt(tensor, offset)];
        if (!isNear(is, should, tolerances[tensor.dtype] ?? 0)) {
          return {
            numbers,
            told,
            unequal: `${node.op.type}: ${port}[${offset}] is ${should}, its sum ${is}`,
          };
        }
      }
    }
  }
  return { numbers, told };
}

function isNear(is: number, should: number, tolerance: number): boolean {
  if (is === should || (Number.isNaN(is) && Number.isNaN(should))) return true;
  return Math.abs(is - should) <= tolerance * Math.max(0.1, Math.abs(should));
}
