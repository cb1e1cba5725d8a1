/** The arithmetic of one number as an exercise: steps to fill in, each made of the ones before it. */
import { commonMessages } from '../messages/common';
import {
  evaluate,
  number,
  product,
  productOfAll,
  quotient,
  sum,
  takenAway,
  type Expression,
  type Named as NamedNumber,
} from '../tensor/expression';
import { formatTerm } from '../tensor/number-format';
import { slipsOf, type Slip } from './slips';
import { texNumber, texOf, withSymbols } from './tex';

export interface Step {
  /** `t1`; empty for the last step, which is the number itself. */
  readonly name: string;
  /** What is to be worked out, with the names of earlier steps in it. */
  readonly tex: string;
  /** The same as arithmetic, whose value is the answer's. */
  readonly expression: Expression;
  readonly answer: number;
  /** How far from the answer counts as right. */
  readonly tolerance: number;
  /** Filled in from the start: nobody works it out by hand. */
  readonly isGiven: boolean;
  readonly slips: readonly Slip[];
}

/** More steps than these are no exercise but a punishment. */
const mostSteps = 10;
const deepest = 6;
/** Longer sums and lists keep their largest; the others come as one number. */
const longest = 8;
const keptTerms = 4;
const keptArguments = 8;
/** A bias, say: a lone number among products. */
const mostLone = 2;

/** How exact an answer has to be, where the figures on screen allow it: two digits, at most this and at least that. */
export const loosest = 0.005;
const tightest = 0.0005;

/** A part that has a step of its own, or stands for several. */
interface Named {
  readonly tex: string;
  readonly name: string;
  /** What it comes to when worked out from the figures on screen. */
  readonly shown: number;
  /** The figure of it on screen. */
  readonly rounded: number;
}

/** Steps in the order they are worked out, the number itself last; undefined where nothing is computed. */
export function exerciseOf(expression: Expression): readonly Step[] | undefined {
  if (expression.kind === 'number') {
    return expression.source?.kind === 'input' ? [readingStep(expression)] : undefined;
  }
  for (let depth = deepest; depth > 0; depth--) {
    const steps = stepsOf(expression, depth);
    if (steps.length <= mostSteps) return steps;
  }
  return stepsOf(expression, 0);
}

/** A number that only moves is found where it came from. */
function readingStep(expression: Expression): Step {
  const answer = evaluate(expression);
  const tolerance = toleranceOf(answer);
  const tex = texOf(expression, withSymbols);
  return { name: '', tex, expression, answer, tolerance, isGiven: false, slips: [] };
}

function stepsOf(expression: Expression, deep: number): readonly Step[] {
  const steps: Step[] = [];
  const named = new Map<Expression, Named>();
  /** The same arithmetic is worked out once. */
  const known = new Map<string, Expression>();

  /** As worked out from the figures on screen, with earlier steps as they are worked out or as a hint shows them. */
  const shownOf = (part: Expression, of: 'shown' | 'rounded'): number =>
    evaluate(mapNumbers(part, (leaf) => named.get(leaf)?.[of] ?? onScreen(leaf.value)));

  function addStep(part: Expression, name: string, depth: number): Step {
    const written = writeParts(part, depth);
    const answer = evaluate(part);
    const step: Step = {
      name,
      tex: texOf(written, (leaf) => named.get(leaf)?.tex),
      expression: written,
      answer,
      tolerance: toleranceOf(answer, shownOf(written, 'shown'), shownOf(written, 'rounded')),
      isGiven: part.kind === 'call' && part.name === 'erf',
      slips: slipsOf(written, (leaf) => named.get(leaf)?.name),
    };
    steps.push(step);
    return step;
  }

  /** A leaf in place of a part that is worked out in a step of its own. */
  function leafFor(part: Expression, depth: number): Expression {
    if (isPlain(part)) return part;
    if (depth <= 0 || steps.length > mostSteps) return number(evaluate(part));
    const taken = takenAway(part);
    if (taken && !isProductOfPlain(taken)) return product(number(-1), leafFor(taken, depth));
    const key = keyOf(part);
    const before = known.get(key);
    if (before) return before;
    const leaf = number(evaluate(part));
    const step = addStep(part, '', depth - 1);
    const count = steps.length;
    steps[count - 1] = { ...step, name: `t${count}` };
    const shown = shownOf(step.expression, 'shown');
    named.set(leaf, { tex: `t_{${count}}`, name: `t${count}`, shown, rounded: onScreen(step.answer) });
    known.set(key, leaf);
    return leaf;
  }

  function writeParts(part: Expression, depth: number): Expression {
    const write = (inner: Expression) => leafFor(inner, depth);
    switch (part.kind) {
      case 'number':
        return part;
      case 'sum':
        return sum(inOne(part.terms, largestTerms, commonMessages.moreInSum, sum).map(write));
      case 'product':
        return productOfAll(part.factors.map(write));
      case 'quotient':
        return quotient(write(part.over), write(part.under));
      case 'call': {
        const { name } = part;
        const isList = name === 'max' || name === 'min';
        const kept = (all: readonly Expression[]) => extremes(all, name === 'max' ? -1 : 1);
        const of = isList
          ? inOne(part.of, kept, commonMessages.moreInList, (rest) => ({ ...part, of: rest }))
          : part.of;
        return { ...part, of: of.map(write) };
      }
      case 'named':
        return writeParts(part.of, depth);
    }
  }

  /** The parts that are kept, and what the others come to as one number after them. */
  function inOne(
    all: readonly Expression[],
    keep: (all: readonly Expression[]) => ReadonlySet<Expression>,
    what: string,
    together: (rest: readonly Expression[]) => Expression,
  ): readonly Expression[] {
    if (all.length <= longest) return all;
    const kept = keep(all);
    const rest = all.filter((part) => !kept.has(part));
    const value = evaluate(together(rest));
    const leaf = number(value);
    const shown = texNumber(value);
    const written = shown.startsWith('-') ? `(${shown})` : shown;
    named.set(leaf, {
      tex: `\\underbrace{${written}}_{\\text{${rest.length} ${what}}}`,
      name: formatTerm(value),
      shown: onScreen(value),
      rounded: onScreen(value),
    });
    return [...all.filter((part) => kept.has(part)), leaf];
  }

  addStep(expression, '', deep);
  return steps;
}

/** Half of the second digit, a figure of four digits, and whatever the figures on screen are too short for. */
function toleranceOf(answer: number, ...shown: readonly number[]): number {
  const size = Math.abs(answer);
  const digit = size === 0 ? loosest : 0.05 * 10 ** Math.floor(Math.log10(size));
  const drift = [answer, onScreen(answer), ...shown].map((value) => Math.abs(value - answer));
  return Math.min(loosest, Math.max(tightest, digit)) + Math.max(...drift.filter(Number.isFinite));
}

/** The same for the same arithmetic; what has a name is told by it. */
function keyOf(part: Expression): string {
  return JSON.stringify(part, (_, value: unknown) => (isNamed(value) ? [value.name, value.index] : value));
}

const isNamed = (value: unknown): value is NamedNumber =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'named';

const onScreen = (value: number): number => Number(formatTerm(value));

function mapNumbers(
  expression: Expression,
  value: (leaf: Expression & { kind: 'number' }) => number,
): Expression {
  const map = (part: Expression) => mapNumbers(part, value);
  switch (expression.kind) {
    case 'number':
      return number(value(expression));
    case 'sum':
      return sum(expression.terms.map(map));
    case 'product':
      return productOfAll(expression.factors.map(map));
    case 'quotient':
      return quotient(map(expression.over), map(expression.under));
    case 'call':
      return { ...expression, of: expression.of.map(map) };
    case 'named':
      return map(expression.of);
  }
}

/** A number, or a number that is taken away: nothing to work out. */
function isPlain(part: Expression): boolean {
  return part.kind === 'number' || takenAway(part)?.kind === 'number';
}

function isProductOfPlain(part: Expression): boolean {
  return part.kind === 'product' && part.factors.every(isPlain);
}

/** The terms that weigh most, and the lone numbers beside products. */
function largestTerms(terms: readonly Expression[]): ReadonlySet<Expression> {
  const lone = terms.filter(isPlain);
  const kept = lone.length <= mostLone ? lone : [];
  const others = terms.filter((term) => !kept.includes(term));
  const weighed = others.map((term) => ({ term, weight: Math.abs(evaluate(term)) }));
  weighed.sort((a, b) => b.weight - a.weight);
  return new Set([...kept, ...weighed.slice(0, keptTerms).map(({ term }) => term)]);
}

/** Those that come first when ordered one way or the other. */
function extremes(all: readonly Expression[], direction: 1 | -1): ReadonlySet<Expression> {
  const ordered = all.map((part) => ({ part, value: evaluate(part) }));
  ordered.sort((a, b) => direction * (a.value - b.value));
  return new Set(ordered.slice(0, keptArguments).map(({ part }) => part));
}
