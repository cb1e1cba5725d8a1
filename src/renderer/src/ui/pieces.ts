/** Which of a long list is drawn: what is around the one looked at, and more once an end of that comes into sight. */
export interface Range {
  readonly first: number;
  /** Not drawn any more. */
  readonly last: number;
}

export const piece = 40;

/** With the one looked at in it; as it was where that is so already. */
export function rangeWith(range: Range, at: number, count: number): Range {
  const isThere = at < 0 || (at >= range.first && at < range.last);
  const first = isThere ? range.first : at - piece / 2;
  const last = isThere ? range.last : at + piece / 2;
  return { first: Math.max(0, Math.min(first, count - piece)), last: Math.min(count, Math.max(last, piece)) };
}

export function grown({ first, last }: Range, towards: 'start' | 'end'): Range {
  return towards === 'start' ? { first: first - piece, last } : { first, last: last + piece };
}
