/** How often torchinfo counts a number that is learned, where not once for each row of the answer. */
import { sizeOf, type Shape } from '../tensor/shape';

/** At every place, whatever its channels. */
export const atEachPlace = ([rows = 1, , ...places]: Shape): number => sizeOf([rows, ...places]);

/** At every step of every sequence. */
export const atEachStep = (_: Shape, [[first = 1, second = 1] = []]: readonly Shape[]): number =>
  first * second;
