/** How large a card is: known from the shape alone, so that numbers coming and going change nothing. */
import { pictureOf } from '../tensor/picture';
import { sizeOf, type Shape } from '../tensor/shape';

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
const picture = { least: 20, most: 96 };
/** Of a card that shows the tallest picture: as far as any may grow when its shape is known. */
export const tallestCard = cardHeight - cell.height + picture.most;

/** Of a card with so many ports on one side, so that each can be hit. */
export const leastHeight = (ports: number): number => (ports + 1) * portGap;

export const isNumbers = (shape: Shape): boolean => sizeOf(shape) > 0 && sizeOf(shape) <= cellLimit;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The height is that of what is under the name. */
export function cardSize(shape: Shape | undefined): Size {
  if (!shape) return { width: least, height: cell.height };
  if (isNumbers(shape)) {
    const cells = sizeOf(shape) * (cell.width + cellGap) - cellGap;
    return { width: Math.max(least, cells + around), height: cell.height };
  }
  const { width, height } = pictureOf(shape);
  const drawn = ((least - around) * height) / Math.max(width, 1);
  return { width: least, height: Math.min(picture.most, Math.max(picture.least, drawn, cell.height)) };
}

/** How much room the card of a node takes, whatever it is not told of being as small as can be. */
export function nodeBox(shape: Shape | undefined, ports: number, isCollapsed = false): Size {
  const { width, height } = cardSize(shape);
  const shown = isCollapsed ? 0 : height;
  return { width, height: Math.max(cardHeight - cell.height + shown, leastHeight(ports)) };
}

export const blockWidth = 192;
const blockHeight = 108;

/** How much room a closed block takes. */
export function blockBox(ports: number): Size {
  return { width: blockWidth, height: Math.max(blockHeight, leastHeight(ports)) };
}

/** How far the frame of an open group stands off what is in it; at the top it is named. */
export const frameMargin = { side: 20, top: 44 };
