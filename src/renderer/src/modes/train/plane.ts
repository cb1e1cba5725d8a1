/** Paints the plane of two features: what the network says at every point, and the rows on top. */
import { resolveColour } from '../../ui/tint';
import type { Answers } from '#shared/training/answers';

/** Resolves a colour token for a canvas, which knows no light-dark(), to red, green and blue. */
export type Resolve = (colour: string) => readonly [number, number, number];

/** By way of a canvas's own style. */
export function resolverOf(canvas: HTMLCanvasElement): Resolve {
  const known = new Map<string, readonly [number, number, number]>();
  return (colour) => {
    const found = known.get(colour) ?? resolveColour(canvas, colour);
    known.set(colour, found);
    return found;
  };
}

/** One pixel a point, the first row at the bottom; paler where the network is less sure. */
export function paintAnswers(
  { values, width, areProbabilities }: Answers,
  side: number,
  colours: (index: number) => readonly [number, number, number],
  paper: readonly [number, number, number],
): ImageData {
  const picture = new ImageData(side, side);
  const isClass = width > 1 || areProbabilities;
  const largest = isClass ? 1 : values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let point = 0; point < side * side; point++) {
    const [index, share] = isClass
      ? surestOf(values, point, width)
      : [Number((values[point] ?? 0) < 0), Math.abs(values[point] ?? 0) / (largest || 1)];
    const column = point % side;
    const row = side - 1 - Math.floor(point / side);
    const colour = colours(index);
    for (let channel = 0; channel < 3; channel++) {
      const from = paper[channel] ?? 0;
      picture.data[(row * side + column) * 4 + channel] =
        from + ((colour[channel] ?? 0) - from) * share * 0.6;
    }
    picture.data[(row * side + column) * 4 + 3] = 255;
  }
  return picture;
}

/** The class that wins and how far it is ahead of an even guess, from 0 to 1. */
function surestOf(values: Float32Array, point: number, width: number): readonly [number, number] {
  if (width === 1) {
    const share = values[point] ?? 0;
    return [Number(share > 0.5), Math.abs(share - 0.5) * 2];
  }
  let best = 0;
  for (let at = 1; at < width; at++)
    if ((values[point * width + at] ?? 0) > (values[point * width + best] ?? 0)) best = at;
  const even = 1 / width;
  return [best, Math.max(0, Math.min(1, ((values[point * width + best] ?? 0) - even) / (1 - even)))];
}

/** Corners of each class's mark on a circle of radius 1; none is a disc. */
const marks: readonly (readonly (readonly [number, number])[])[] = [
  [],
  corners(4, Math.PI / 4),
  corners(3, -Math.PI / 2),
  corners(4, 0),
  corners(3, Math.PI / 2),
  corners(6, 0),
  corners(5, -Math.PI / 2),
];

function corners(count: number, turn: number): [number, number][] {
  return Array.from({ length: count }, (_, at) => {
    const angle = turn + (at * 2 * Math.PI) / count;
    return [Math.cos(angle), Math.sin(angle)];
  });
}

/** A row's mark: its class's shape and colour. */
export function paintMark(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  radius: number,
  index: number,
): void {
  const mark = marks[index % marks.length] ?? [];
  context.beginPath();
  if (mark.length === 0) context.arc(x, y, radius, 0, 2 * Math.PI);
  for (const [across, down] of mark) context.lineTo(x + across * radius * 1.2, y + down * radius * 1.2);
  context.closePath();
  context.fill();
  context.stroke();
}
