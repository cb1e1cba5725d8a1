/** What is seen of the keys: everything, nothing later than the query, or what a mask lets through. */
import { problem, type Problem } from '../../messages/problem';
import { areShapesEqual, formatShape, type Shape } from '../../tensor/shape';
import { flag } from '../attributes';
import type { ExplainContext } from '../define';
import type { Rows } from './multi-head';

export const isCausal = flag({
  initial: false,
  help: 'Whether each place sees only itself and those before it, as when the next word is predicted.',
});
export const mask = flag({
  initial: false,
  help: 'Whether one more input is added to the scores before softmax: numbers, not True and False, 0 where a place may look, and -inf or a very negative one such as -1e9 where not.',
});

export function checkMask(
  given: Shape | undefined,
  wanted: Shape,
  fits: (given: Shape, wanted: Shape) => boolean = areShapesEqual,
): Problem | undefined {
  if (!given || fits(given, wanted)) return undefined;
  return problem('mask-does-not-fit', { mask: formatShape(given), wanted: formatShape(wanted) });
}

/** Every way the scores may have been seen through. The mask of a causal layer would do for one that is given. */
export const guessMasks = [
  { is_causal: true, mask: true },
  { is_causal: true, mask: false },
  { is_causal: false, mask: true },
  { is_causal: false, mask: false },
];

/** The argument PyTorch takes for it; a causal layer makes a mask of as many places as there are. */
export function maskArgument(
  name: string,
  given: string | undefined,
  causalPlaces: string | undefined,
): readonly string[] {
  const causal =
    causalPlaces === undefined ? [] : [`nn.Transformer.generate_square_subsequent_mask(${causalPlaces})`];
  const terms = [...(given === undefined ? [] : [given]), ...causal];
  return terms.length === 0 ? [] : [`${name}=${terms.join(' + ')}`];
}

/** The numbers of the mask at a port: for each query, one for each key. */
export function maskRows(
  port: string,
  { input, shapeOf }: Pick<ExplainContext<unknown>, 'input' | 'shapeOf'>,
): Rows {
  const [, sources = 0] = shapeOf(port);
  return (place) => Array.from({ length: sources }, (_, source) => input(port, [place, source]));
}

/** What follows the scores in TeX. */
export const texMasks = (given: string | undefined, causal: boolean): string =>
  `${given === undefined ? '' : ` + ${given}`}${causal ? ' + M' : ''}`;
