/** TeX as layers write it. */

/** One number of a tensor: `h_1[n, c]`. */
export function texAt(tensor: string, ...index: string[]): string {
  return `${tensor}[${index.join(',\\,')}]`;
}

/** A number for a formula: `10^{-5}` where decimals would be long. */
export function texNumber(value: number): string {
  const [digits = '', power] = String(value).split('e');
  const zeros = /^0\.(0{3,})1$/.exec(String(value))?.[1];
  if (zeros !== undefined) return `10^{-${zeros.length + 1}}`;
  return power === undefined ? digits : `${digits} \\cdot 10^{${Number(power)}}`;
}

/** Where a window reads along one dimension: `2i + u - 1` for stride 2 and padding 1. */
export function texPlace(
  place: string,
  tap: string,
  {
    stride,
    padding,
    dilation,
  }: { readonly stride: number; readonly padding: number; readonly dilation: number },
): string {
  const times = (count: number, what: string): string => (count === 1 ? what : `${count}${what}`);
  return `${times(stride, place)} + ${times(dilation, tap)}${padding === 0 ? '' : ` - ${padding}`}`;
}

/** A number as a factor in front of something: nothing for 1. */
export function texTimes(value: number): string {
  return value === 1 ? '' : `${texNumber(value)}\\,`;
}

/** One of several, each with where it holds. */
export function texCases(...cases: readonly (readonly [what: string, where: string])[]): string {
  return `\\begin{cases} ${cases.map(([what, where]) => `${what} & ${where}`).join(' \\\\ ')} \\end{cases}`;
}

/** A line each, one below the other where there are several. */
export function texLines(lines: readonly string[]): string {
  if (lines.length === 1) return lines[0] ?? '';
  return `\\begin{gathered} ${lines.join(' \\\\ ')} \\end{gathered}`;
}
