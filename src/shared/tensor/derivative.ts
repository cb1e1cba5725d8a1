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
  type FunctionName,
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
  // Which row it is, and which of two, change in jumps; so does all that has no slope here.
  if (name === 'row') return slopeOf(given[1] ?? zero);
  if (name === 'where') return slopeOf(given[evaluate(x) === 0 ? 2 : 1] ?? zero);
  if (name === 'mod' || name === 'fmod') {
    const [, by = zero] = given;
    const whole = call(name === 'mod' ? 'floor' : 'trunc', quotient(x, by));
    return plus([slopeOf(x), times(number(-1), whole, slopeOf(by))]);
  }
  if (name === 'pow') return ofPower(expression, given, slopeOf);
  const slope = Object.hasOwn(slopes, name) ? slopes[name] : undefined;
  if (!slope) return zero;
  const inner = slopeOf(x);
  return isConstant(inner, 0) ? zero : slope(x, expression, inner);
}

/** (x^p)' = p x^(p-1) x' + x^p log(x) p' */
function ofPower(whole: Expression, given: readonly Expression[], slopeOf: SlopeOf): Expression {
  const [x = zero, power = zero] = given;
  const [base, exponent] = [slopeOf(x), slopeOf(power)];
  return plus([
    isConstant(base, 0) ? zero : times(power, call('pow', x, number(evaluate(power) - 1)), base),
    isConstant(exponent, 0) ? zero : times(whole, call('log', x), exponent),
  ]);
}

/** Of functions of one number that have a slope: by the number, what it comes to, and the number's own slope. */
const slopes: Readonly<
  Partial<Record<FunctionName, (x: Expression, y: Expression, inner: Expression) => Expression>>
> = {
  exp: (_, y, inner) => times(y, inner),
  log: (x, _, inner) => divided(inner, x),
  sqrt: (_, y, inner) => divided(inner, times(number(2), y)),
  abs: (x, _, inner) => times(number(Math.sign(evaluate(x))), inner),
  sin: (x, _, inner) => times(call('cos', x), inner),
  cos: (x, _, inner) => times(number(-1), call('sin', x), inner),
  tan: (_, y, inner) => times(plus([one, product(y, y)]), inner),
  asin: (x, _, inner) => divided(inner, call('sqrt', plus([one, minus(x, x)]))),
  acos: (x, _, inner) => times(number(-1), divided(inner, call('sqrt', plus([one, minus(x, x)])))),
  atan: (x, _, inner) => divided(inner, plus([one, product(x, x)])),
  sinh: (x, _, inner) => times(call('cosh', x), inner),
  cosh: (x, _, inner) => times(call('sinh', x), inner),
  tanh: (_, y, inner) => times(plus([one, minus(y, y)]), inner),
  asinh: (x, _, inner) => divided(inner, call('sqrt', plus([product(x, x), one]))),
  acosh: (x, _, inner) => divided(inner, call('sqrt', plus([product(x, x), number(-1)]))),
  atanh: (x, _, inner) => divided(inner, plus([one, minus(x, x)])),
  erf: (x, _, inner) => times(number(2 / Math.sqrt(Math.PI)), call('exp', minus(x, x)), inner),
};

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
