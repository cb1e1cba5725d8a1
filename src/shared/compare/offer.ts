/** What one network was fed, for the inputs of another: so that what differs is the networks. */
import type { Tensor } from '../tensor/tensor';

/** Under the same name, or where both have one input alone; `inputs` may know one by several names. Whether it fits is the caller's to say. */
export function offerTo<Input>(
  inputs: ReadonlyMap<string, Input>,
  offered: ReadonlyMap<string, Tensor>,
): ReadonlyMap<Input, Tensor> {
  const isAlone = new Set(inputs.values()).size === 1 && offered.size === 1;
  const [only] = isAlone ? offered.values() : [];
  return new Map(
    [...inputs].flatMap(([name, input]): [Input, Tensor][] => {
      const tensor = offered.get(name) ?? only;
      return tensor ? [[input, tensor]] : [];
    }),
  );
}
