/** Derivatives as arithmetic, too: how fast an expression changes with one of the numbers it read. */
import {
  call,
  evaluate,
  isConstant,
  isSameSource,
  minus,
  number,
  product,
  quotient,
  sum,
  type Expression,
  type Source,
} from './expression';

const zero = number(0);
const one = number(1);

/**
 * Simplified: what is zero or one is left out, numbers that were read keep their places.
 * Where a function has a corner the first of equals counts, which is what PyTorch does.
 */
export function derivative(expression: Expression, of: Source): Expression {
  switch (expression.kind) {
    case 'number':
      return expression.source && isSameSource(expression.source, of) ? one : zero;
    case 'sum':
      return plus(expression.terms.map((term) => derivative(term, of)));
    case 'product':
      return ofProduct(expression.factors, of);
    case 'quotient':
      return ofQuotient(expression.over, expression.under, of);
    case 'call':
      return ofCall(expression, of);
  }
}

/** (f g)' = f' g + f g';  (f f)' = 2 f' f */
function ofProduct(factors: readonly Expression[], of: Source): Expression {
  const terms: Expression[] = [];
  for (const [at, factor] of factors.entries()) {
    // Equal factors come to the same, so they are counted with the first.
    if (factors.indexOf(factor) < at) continue;
    const slope = derivative(factor, of);
    if (isConstant(slope, 0)) continue;
    const count = factors.filter((other) => other === factor).length;
    terms.push(times(number(count), ...factors.with(at, slope)));
  }
  return plus(terms);
}

/** (f / g)' = f' / g - f g' / g² */
function ofQuotient(over: Expression, under: Expression, of: Source): Expression {
  const above = derivative(over, of);
  const below = derivative(under, of);
  return plus([divided(above, under), times(number(-1), divided(times(over, below), product(under, under)))]);
}

function ofCall(expression: Extract<Expression, { kind: 'call' }>, of: Source): Expression {
  const { name, of: given } = expression;
  const [x = zero] = given;
  if (name === 'max' || name === 'min') {
    const value = evaluate(expression);
    return derivative(given.find((one) => evaluate(one) === value) ?? zero, of);
  }
  // Where the greatest number is changes in jumps.
  if (name === 'argmax') return zero;
  const inner = derivative(x, of);
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
