/** A value that no layer answers as it is, seen in another way; undefined where there is none. */
import { Seen } from '../layers/seen';
import { read } from '../ops/plain/otherwise';
import { isFloat } from '../tensor/tensor';

export function seenOtherwise({ name, shape, origin }: Seen): Seen | undefined {
  const { tensor, isAnswer = false, dtype } = origin;
  if (!tensor || !isFloat(tensor)) return undefined;
  // A number alone is a row of one, as far as what reads it can tell.
  const row = shape.length === 0 ? [1] : shape;
  const kept = new Seen(name, row, { tensor: { ...tensor, shape: row } });
  return new Seen(name, row, { op: read(name), inputs: [kept], place: 0, isAnswer, dtype });
}
