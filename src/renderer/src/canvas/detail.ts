/** How much of a card is drawn, by how large it is on the screen: no text is ever smaller than can be read. */

/** Far away a card is a box with its name, nearer it has a picture and ports, nearest its numbers. */
type Level = 'far' | 'mid' | 'near';

export interface Detail {
  readonly level: Level;
  /** Of names and of what is smaller, in the units of the canvas. */
  readonly body: number;
  readonly small: number;
}

/** On the screen, in pixels. */
const leastText = 9;
const body = 14;
const small = 12;

/** From here on names are as large as cards are laid out for, and numbers can be read. */
export const legible = leastText / small;
export const pictured = 0.4;
/** Where as much of a name as fits a card can still be read; nobody gets further away. */
export const farthest = 0.25;

const detailFrom = (zoom: number): Detail => ({
  level: zoom >= legible ? 'near' : zoom >= pictured ? 'mid' : 'far',
  body: Math.max(body, leastText / zoom),
  small: Math.max(small, leastText / zoom),
});

/** Text grows in steps, since each is work for all that is drawn. */
const steps = [legible, 0.65, 0.55, 0.47, pictured, 0.34, 0.29].map(
  (zoom) => [zoom, detailFrom(zoom)] as const,
);
const least = detailFrom(farthest);

/** The same object as long as nothing is drawn otherwise. */
export function detailAt(zoom: number): Detail {
  // What was zoomed to a step may be a hair below it.
  return steps.find(([from]) => zoom >= from - 1e-6)?.[1] ?? least;
}
