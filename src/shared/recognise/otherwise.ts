/** A value that no layer answers as it is, seen in another way; undefined where there is none. */
import { Seen } from '../layers/seen';
import { piece, read } from '../ops/plain/otherwise';
import { isFloat } from '../tensor/tensor';

export function seenOtherwise(value: Seen): Seen | undefined {
  const { name, shape, origin } = value;
  const { op, tensor, inputs = [], place = 0, isAnswer = false, dtype } = origin;
  if (tensor) {
    if (!isFloat(tensor)) return undefined;
    // A number alone is a row of one, as far as what reads it can tell.
    const row = shape.length === 0 ? [1] : shape;
    const kept = shape.length === 0 ? new Seen(name, row, { tensor: { ...tensor, shape: row } }) : value;
    return new Seen(name, row, { op: read(name), inputs: [kept], place: 0, isAnswer, dtype });
  }
  const cut = op && piece(op, place, inputs[0]?.shape ?? [], inputs[1]?.values ?? []);
  if (!cut) return undefined;
  const lists = cut.constants.map((list, at) => new Seen(`${name} ${at}`, list.shape, { tensor: list }));
  return new Seen(name, shape, {
    op: { ...cut.node, inputs: [...cut.node.inputs, ...lists.map((list) => list.name)] },
    inputs: [...inputs.slice(0, 1), ...lists],
    ...{ place: 0, isAnswer, dtype },
  });
}
