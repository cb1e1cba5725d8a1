/** Derivatives as arithmetic, too: how fast an expression changes with one of the numbers it read. */
import {
  call,
  evaluate,
  isConstant,
  isSameSource,
  minus,
  named,
  number,
  product,
  quotient,
  sum,
  type Expression,
  type Named,
  type Source,
} from './expression';

const zero = number(0);
const one = number(1);

/**
 * Simplified: what is zero or one is left out, numbers that were read keep their places.
 * Where a function has a corner the first of equals counts, which is what PyTorch does.
 */
export function derivative(expression: Expression, of: Source): Expression {
  const known = new Map<Named, Expression>();
  const slopeOf = (part: Expression): Expression => {
    switch (part.kind) {
      case 'number':
        return part.source && isSameSource(part.source, of) ? one : zero;
      case 'sum':
        return plus(part.terms.map(slopeOf));
      case 'product':
        return ofProduct(part.factors, slopeOf);
      case 'quotient':
        return ofQuotient(part.over, part.under, slopeOf);
      case 'call':
        return ofCall(part, slopeOf);
      case 'named': {
        const slope = known.get(part) ?? ofNamed(part, slopeOf);
        known.set(part, slope);
        return slope;
      }
    }
  };
  return slopeOf(expression);
}

type SlopeOf = (part: Expression) => Expression;

/** What has a name keeps it: `h'[1, 3]`. */
function ofNamed({ name, index, of }: Named, slopeOf: SlopeOf): Expression {
  const slope = slopeOf(of);
  return slope.kind === 'number' ? slope : named(`${name}'`, index, slope);
}

/** (f g)' = f' g + f g';  (f f)' = 2 f' f */
function ofProduct(factors: readonly Expression[], slopeOf: SlopeOf): Expression {
  const terms: Expression[] = [];
  for (const [at, factor] of factors.entries()) {
    // Equal factors come to the same, so they are counted with the first.
    if (factors.indexOf(factor) < at) continue;
    const slope = slopeOf(factor);
    if (isConstant(slope, 0)) continue;
    const count = factors.filter((other) => other === factor).length;
    terms.push(times(number(count), ...factors.with(at, slope)));
  }
  return plus(terms);
}

/** (f / g)' = f' / g - f g' / g² */
function ofQuotient(over: Expression, under: Expression, slopeOf: SlopeOf): Expression {
  const above = slopeOf(over);
  const below = slopeOf(under);
  return plus([divided(above, under), times(number(-1), divided(times(over, below), product(under, under)))]);
}

function ofCall(expression: Extract<Expression, { kind: 'call' }>, slopeOf: SlopeOf): Expression {
  const { name, of: given } = expression;
  const [x = zero] = given;
  if (name === 'max' || name === 'min') {
    const value = evaluate(expression);
    return slopeOf(given.find((one) => evaluate(one) === value) ?? zero);
  }
  // Which row it is, and where the greatest number is, change in jumps.
  if (name === 'row') return slopeOf(given[1] ?? zero);
  if (name === 'argmax') return zero;
  const inner = slopeOf(x);
  if (isConstant(inner, 0)) return zero;
  switch (name) {
    case 'exp':
      return times(expression, inner);
    case 'log':
      return divided(inner, x);
    case 'sqrt':
      return divided(inner, times(number(2), expression));
    case 'abs':
      return times(number(Math.sign(evaluate(x))), inner);
    case 'pow': {
      const [, power = zero] = given;
      return times(power, call('pow', x, number(evaluate(power) - 1)), inner);
    }
    case 'tanh':
      return times(plus([one, minus(expression, expression)]), inner);
    case 'erf':
      return times(number(2 / Math.sqrt(Math.PI)), call('exp', minus(x, x)), inner);
  }
}

function plus(terms: readonly Expression[]): Expression {
  const left = terms
    .flatMap((term) => (term.kind === 'sum' ? term.terms : [term]))
    .filter((term) => !isConstant(term, 0));
  const [first, ...others] = left;
  if (!first) return zero;
  return others.length === 0 ? first : sum(left);
}

/** Plain numbers become one, which comes first. */
export function times(...factors: readonly Expression[]): Expression {
  let plain = 1;
  const read: Expression[] = [];
  for (const factor of factors.flatMap((each) => (each.kind === 'product' ? each.factors : [each]))) {
    if (factor.kind === 'number' && !factor.source) plain *= factor.value;
    else read.push(factor);
  }
  if (plain === 0) return zero;
  const left = plain === 1 && read.length > 0 ? read : [number(plain), ...read];
  const [first = one, ...others] = left;
  return others.length === 0 ? first : product(...left);
}

function divided(over: Expression, under: Expression): Expression {
  if (isConstant(over, 0)) return zero;
  return isConstant(under, 1) ? over : quotient(over, under);
}
