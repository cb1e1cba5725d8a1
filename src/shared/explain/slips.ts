/** The common slips of working a step out by hand, as the wrong numbers they lead to. */
import type { SlipCode } from '../messages/exercise';
import { evaluate, takenAway, type Expression } from '../tensor/expression';
import { formatTerm } from '../tensor/number-format';

export interface Slip {
  readonly code: SlipCode;
  readonly values: Readonly<Record<string, string>>;
  /** What someone answers who slips this way. */
  readonly answer: number;
}

/** Likeliest first. `nameOf` says what a step's leaf is called. */
export function slipsOf(
  expression: Expression,
  nameOf: (leaf: Expression) => string | undefined,
): readonly Slip[] {
  const value = evaluate(expression);
  const called = (part: Expression): string => nameOf(part) ?? formatTerm(evaluate(part));
  return [...ofKind(expression, value, called), ...ofAny(value)];
}

function ofKind(
  expression: Expression,
  value: number,
  called: (part: Expression) => string,
): readonly Slip[] {
  switch (expression.kind) {
    case 'number':
    case 'named':
      return [];
    case 'sum':
      return expression.terms.length < 2
        ? []
        : expression.terms.flatMap((term) => ofTerm(term, value, called));
    case 'product': {
      const total = expression.factors.reduce((sum, factor) => sum + evaluate(factor), 0);
      return expression.factors.length < 2 || takenAway(expression)
        ? []
        : [{ code: 'added-factors', values: {}, answer: total }];
    }
    case 'quotient': {
      const over = evaluate(expression.over);
      const under = evaluate(expression.under);
      return [
        { code: 'not-divided', values: { under: called(expression.under) }, answer: over },
        { code: 'upside-down', values: {}, answer: under / over },
      ];
    }
    case 'call':
      return ofCall(expression, value);
  }
}

function ofTerm(term: Expression, value: number, called: (part: Expression) => string): Slip[] {
  const worth = evaluate(term);
  const taken = term.kind === 'product' ? takenAway(term) : undefined;
  const name = called(taken ?? term);
  const parameter =
    term.kind === 'number' && term.source?.kind === 'parameter' ? term.source.name : undefined;
  const left: Slip = {
    code: parameter === undefined ? 'left-out-term' : 'left-out-parameter',
    values: { term: name, parameter: parameter ?? '' },
    answer: value - worth,
  };
  const flipped: Slip = {
    code: worth < 0 ? 'added-negative' : 'took-away',
    values: { term: name },
    answer: value - 2 * worth,
  };
  return [left, flipped];
}

function ofCall({ name, of }: Expression & { kind: 'call' }, value: number): Slip[] {
  const values = of.map(evaluate);
  if (name === 'max' || name === 'min') {
    const list = values.map((each) => formatTerm(each)).join(', ');
    const other = values.map((answer): Slip => ({ code: `not-the-${name}`, values: { list }, answer }));
    const absolute = values.map((each): Slip => ({
      code: 'absolute-value',
      values: { number: formatTerm(each), name },
      answer: Math.abs(each),
    }));
    return [...other, ...absolute].filter(({ answer }) => answer !== value);
  }
  const [first = Number.NaN] = values;
  return [{ code: 'not-applied', values: { name, number: formatTerm(first) }, answer: first }];
}

function ofAny(value: number): Slip[] {
  const places = [10, 0.1, 100, 0.01, 1000, 0.001];
  return [
    { code: 'wrong-sign', values: {}, answer: -value },
    ...places.map((by): Slip => ({ code: 'decimal-place', values: {}, answer: value * by })),
  ];
}
