/** The greatest number that divides both. Source: Euclid, Elements, book VII. */
export function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
