/** A number as a cell of a card says it. */
import { shortValue, type Value } from '#shared/tensor/value';

const cellLetters = 5;

/** In a cell there is room for few letters. */
export function cellText(value: Value): string {
  const text = shortValue(value, 2);
  if (text.length <= cellLetters || typeof value === 'number') return text;
  return typeof value === 'bigint' ? Number(value).toExponential(0) : `${text.slice(0, cellLetters - 1)}…`;
}
