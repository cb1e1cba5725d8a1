/** The colour of a number: blue above zero, orange below, deeper the larger. */

/** A CSS colour for `value` among numbers as large as `largest`. */
export function tintOf(value: number, largest: number): string {
  if (!Number.isFinite(value)) return 'var(--alarm-wash)';
  const share = largest > 0 ? Math.min(1, Math.abs(value) / largest) : 0;
  const hue = value < 0 ? 'var(--tint-negative)' : 'var(--tint-positive)';
  return `color-mix(in srgb, ${hue} ${(share * 55).toFixed(1)}%, var(--panel))`;
}

/** What tints are measured against: the largest size among finite values. */
export function largestOf(values: Iterable<number>): number {
  let largest = 0;
  for (const value of values) {
    const size = Math.abs(value);
    if (Number.isFinite(size) && size > largest) largest = size;
  }
  return largest;
}

/** A group's colour token. */
export function groupColour(group: string): string {
  return `var(--group-${group.replaceAll(' ', '-')})`;
}

const classColours = 10;

/** A class's colour token; beyond ten they come again. */
export function classColour(index: number): string {
  return `var(--class-${index % classColours})`;
}

/** A CSS colour, tokens and all, as the red, green and blue a canvas's pixels are made of. */
export function resolveColour(canvas: HTMLCanvasElement, colour: string): readonly [number, number, number] {
  canvas.style.color = colour;
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(canvas).color.match(/[\d.]+/g) ?? []).map(Number);
  canvas.style.color = '';
  return [red, green, blue];
}
