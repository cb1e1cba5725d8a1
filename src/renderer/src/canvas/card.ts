/** How large a card is: known from the shape alone, so that numbers coming and going change nothing. */
import { sizeOf, type Shape } from '#shared/tensor/shape';
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
const picture = { least: 20, most: 96 };
/** Of a card that shows the tallest picture: as far as any may grow when its shape is known. */
export const tallestCard = cardHeight - cell.height + picture.most;

export const isNumbers = (shape: Shape): boolean => sizeOf(shape) <= cellLimit;

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
