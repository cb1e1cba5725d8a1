/** A recurrent layer's equations in TeX: those of each layer and direction, and what of them comes out. */
import type { TexContext } from '../define';
import type { Cell } from './cell';
import { directions, placesOf, resultsOf, stateLetters, type Recurrent, type Result } from './sequence';

export function texSequence(cell: Cell, context: TexContext<Recurrent>): string {
  const {
    inputs: [x = '', ...starts],
    outputs,
    parameter,
    attributes,
  } = context;
  const { bias, bidirectional } = attributes;
  const places = placesOf(attributes);
  const sides = directions(bidirectional).length;
  const mark = (at: number) => (places.length > 1 ? `^{(${at + 1})}` : '');
  const of = (at: number) => (letter: string, step: string) => `${letter}${mark(at)}_{${step}}`;
  const sideBySide = (all: readonly string[]) => (all.length === 1 ? (all[0] ?? '') : `[${all.join('; ')}]`);
  const both = (ats: readonly number[], letter: string, step: string) =>
    sideBySide(ats.map((at) => of(at)(letter, step)));
  const begins = starts.map((start, state) => {
    const letter = stateLetters[state] ?? '';
    const before = places.map(({ isReverse }, at) => of(at)(letter, isReverse ? 'T+1' : '0'));
    return `${sideBySide(before)} &= ${start}`;
  });
  const lines = places.flatMap(({ layer, isReverse, suffix }, at) => {
    const weight = (name: string, letter: string) => parameter(`${name}${suffix}`, `${letter}${mark(at)}`);
    const affine = (name: string, letter: string, of: string, added: string) =>
      `${weight(`weight_${name}`, letter)} ${of}${bias ? ` + ${weight(`bias_${name}`, added)}` : ''}`;
    const below = Array.from({ length: sides }, (_, side) => (layer - 1) * sides + side);
    const read = layer === 0 ? `{${x}}_{t}` : both(below, 'h', 't');
    return cell.tex({
      seen: affine('ih', 'W', read, 'b'),
      heard: affine('hh', 'U', of(at)('h', isReverse ? 't+1' : 't-1'), 'd'),
      of: (letter, step) => of(at)(letter, step === 'before' ? (isReverse ? 't+1' : 't-1') : step),
      attributes,
    });
  });
  const all = places.map((_, at) => at);
  const written: Readonly<Record<Result, (symbol: string) => string>> = {
    output: (y) => `{${y}}_{t} &= ${both(all.slice(-sides), 'h', 't')}`,
    last: (y) => `${y} &= ${both(all.slice(-sides), 'h', 'T')}`,
    h_n: (y) => `${y} &= ${both(all, 'h', 'n')}`,
    c_n: (y) => `${y} &= ${both(all, 'c', 'n')}`,
  };
  const answers = resultsOf(cell.states).map((result, at) => written[result](outputs[at] ?? ''));
  return `\\begin{aligned} ${[...begins, ...lines, ...answers].join(' \\\\ ')} \\end{aligned}`;
}
