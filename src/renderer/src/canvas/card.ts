/** How large a card is: known from the shape alone, so that numbers coming and going change nothing. */
import { sizeOf, type Shape } from '#shared/tensor/shape';
import { shortValue, type Value } from '#shared/tensor/value';
import { pictureOf } from '../tensor-view/slice';

/** Outputs up to here are shown as numbers, larger ones as a picture. */
const cellLimit = 6;
const cell = { width: 42, height: 26 };
export const cellGap = 3;
/** Left and right of what a card shows, its border included. */
const around = 26;
const least = 148;
/** Of a card that shows numbers. */
export const cardHeight = 78;
const portGap = 15;
const cellLetters = 5;
const picture = { least: 20, most: 96 };
/** Of a card that shows the tallest picture: as far as any may grow when its shape is known. */
export const tallestCard = cardHeight - cell.height + picture.most;

/** Of a card with so many ports on one side, so that each can be hit. */
export const leastHeight = (ports: number): number => (ports + 1) * portGap;

/** In a cell there is room for few letters. */
export function cellText(value: Value): string {
  const text = shortValue(value, 2);
  if (text.length <= cellLetters || typeof value === 'number') return text;
  return typeof value === 'bigint' ? Number(value).toExponential(0) : `${text.slice(0, cellLetters - 1)}…`;
}

export const isNumbers = (shape: Shape): boolean => sizeOf(shape) > 0 && sizeOf(shape) <= cellLimit;

export interface CardSize {
  readonly width: number;
  /** Of what is under the name. */
  readonly height: number;
}

export function cardSize(shape: Shape | undefined): CardSize {
  if (!shape) return { width: least, height: cell.height };
  if (isNumbers(shape)) {
    const cells = sizeOf(shape) * (cell.width + cellGap) - cellGap;
    return { width: Math.max(least, cells + around), height: cell.height };
  }
  const { width, height } = pictureOf(shape);
  const drawn = ((least - around) * height) / Math.max(width, 1);
  return { width: least, height: Math.min(picture.most, Math.max(picture.least, drawn, cell.height)) };
}
