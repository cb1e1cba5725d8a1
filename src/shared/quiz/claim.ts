/**
 * Claims of authored choices: statements in x, what went in, and y, what came out, as in `y == max(x, 0)`.
 * The engine's numbers decide whether a claim holds; nobody marks a choice as right.
 */
import jsep from 'jsep';
import { fillShown } from '../messages/fill';
import { lessonReasons } from '../messages/reasons';
import { sizeOf, type Shape } from '../tensor/shape';
import { numberAt, type Tensor } from '../tensor/tensor';

/** A row of numbers, or a table of them. */
interface Numbers {
  readonly shape: Shape;
  readonly values: readonly number[];
}
type Value = Numbers | boolean | string;

/** What names stand for; undefined for a parameter this layer does not have: then the claim does not hold. */
export interface Scope {
  readonly names: ReadonlyMap<string, Numbers | undefined>;
  /** What a stage answered, and how many parameters it learns; without a name those of the whole network. */
  readonly output: (stage: string) => Numbers | undefined;
  readonly parameters: (stage?: string) => number | undefined;
}

export type Claim = jsep.Expression;

/** How far the runtime's float32 numbers may be from what a claim says. */
const tolerance = 1e-4;

const one = (value: number): Numbers => ({ shape: [], values: [value] });

/** One example of a tensor whose first size is the batch, laid out in a row. */
export function exampleOf(tensor: Tensor, row = 0): Numbers {
  const each = tensor.shape.length > 1 ? sizeOf(tensor.shape.slice(1)) : sizeOf(tensor.shape);
  return {
    shape: [each],
    values: Array.from({ length: each }, (_, at) => numberAt(tensor, row * each + at)),
  };
}

export function wholeOf(tensor: Tensor): Numbers {
  const length = sizeOf(tensor.shape);
  return { shape: tensor.shape, values: Array.from({ length }, (_, at) => numberAt(tensor, at)) };
}

/** Errors: a sentence that says what is no claim. */
export function parseClaim(text: string): Claim | string {
  let claim: Claim;
  try {
    claim = jsep(text);
  } catch (error) {
    if (!isParseError(error)) throw error;
    return fillShown(lessonReasons.notAClaim, { text, reason: error.message });
  }
  return faultOf(claim) ?? claim;
}

/** What the parser throws says where in the text it is. */
function isParseError(error: unknown): error is Error {
  return error instanceof Error && 'index' in error && 'description' in error;
}

/** Every name a claim uses, functions left out. */
export function namesIn(claim: Claim): string[] {
  if (isIdentifier(claim)) return [claim.name];
  return partsOf(claim).flatMap(namesIn);
}

/** Whether the claim holds of these numbers. */
export function holds(claim: Claim, scope: Scope): boolean {
  return evaluate(claim, scope) === true;
}

const each = (apply: (value: number) => number) => (of: Numbers) => ({
  ...of,
  values: of.values.map(apply),
});
const folded = (apply: (values: readonly number[]) => number) => (of: Numbers) => one(apply(of.values));

const functions: Readonly<Record<string, (...of: Numbers[]) => Numbers | undefined>> = {
  abs: each(Math.abs),
  exp: each(Math.exp),
  log: each(Math.log),
  sqrt: each(Math.sqrt),
  tanh: each(Math.tanh),
  sum: folded((values) => values.reduce((total, value) => total + value, 0)),
  mean: folded((values) => values.reduce((total, value) => total + value, 0) / values.length),
  count: folded((values) => values.length),
  /** Where the greatest number stands, counted from 0. */
  argmax: folded((values) => values.indexOf(Math.max(...values))),
  max: (...of) => extreme(of, Math.max),
  min: (...of) => extreme(of, Math.min),
  /** A table of weights, out x in, laid on a row. */
  times: (...of) => laidOn(...of),
};

/** Of one row its extreme; of several numbers side by side the extreme at each place. */
function extreme(of: readonly Numbers[], choose: (...values: number[]) => number): Numbers | undefined {
  const [first, ...others] = of;
  if (!first) return undefined;
  if (others.length === 0) return one(choose(...first.values));
  return others.reduce<Numbers | undefined>((a, b) => a && pairwise(a, b, choose), first);
}

function laidOn(weight?: Numbers, x?: Numbers): Numbers | undefined {
  const { shape = [], values = [] } = weight ?? {};
  const [outputs = 0, inputs = 0] = shape;
  if (!x || shape.length !== 2 || inputs !== x.values.length) return undefined;
  const row = (out: number): number =>
    x.values.reduce((total, value, at) => total + value * (values[out * inputs + at] ?? Number.NaN), 0);
  return { shape: [outputs], values: Array.from({ length: outputs }, (_, out) => row(out)) };
}

/** Number by number; a single number goes with any row. Undefined when they are not as many. */
function pairwise(a: Numbers, b: Numbers, apply: (a: number, b: number) => number): Numbers | undefined {
  const [x, y] = [a.values, b.values];
  if (x.length !== y.length && x.length !== 1 && y.length !== 1) return undefined;
  const longer = x.length >= y.length ? a : b;
  const at = (values: readonly number[], place: number): number =>
    values[values.length === 1 ? 0 : place] ?? Number.NaN;
  return { ...longer, values: longer.values.map((_, place) => apply(at(x, place), at(y, place))) };
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
};

const isNear = (a: number, b: number): boolean =>
  Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a), Math.abs(b));

/** Each holds when it holds at every place. */
const comparisons: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  '==': isNear,
  '<': (a, b) => a < b && !isNear(a, b),
  '>': (a, b) => a > b && !isNear(a, b),
  '<=': (a, b) => a <= b || isNear(a, b),
  '>=': (a, b) => a >= b || isNear(a, b),
};

function evaluate(part: Claim, scope: Scope): Value | undefined {
  if (isLiteral(part)) return typeof part.value === 'number' ? one(part.value) : String(part.value);
  if (isIdentifier(part)) return scope.names.get(part.name);
  if (isUnary(part)) {
    const of = evaluate(part.argument, scope);
    if (part.operator === '!') return typeof of === 'boolean' ? !of : undefined;
    return isNumbers(of) ? each((value) => -value)(of) : undefined;
  }
  if (isBinary(part)) return evaluateBinary(part, scope);
  if (isCall(part)) return evaluateCall(part, scope);
  return undefined;
}

function evaluateBinary({ operator, left, right }: jsep.BinaryExpression, scope: Scope): Value | undefined {
  const [a, b] = [evaluate(left, scope), evaluate(right, scope)];
  if (operator === '&&') return a === true && b === true;
  if (operator === '||') return a === true || b === true;
  if (!isNumbers(a) || !isNumbers(b)) return undefined;
  const apply = arithmetic[operator];
  if (apply) return pairwise(a, b, apply);
  const compare = comparisons[operator];
  const compared = compare && pairwise(a, b, (x, y) => Number(compare(x, y)));
  return compared?.values.every((value) => value === 1) ?? false;
}

function evaluateCall(part: jsep.CallExpression, scope: Scope): Value | undefined {
  const name = isIdentifier(part.callee) ? part.callee.name : '';
  const of = part.arguments.map((argument) => evaluate(argument, scope));
  const [first] = of;
  if (name === 'output') return typeof first === 'string' ? scope.output(first) : undefined;
  if (name === 'parameters') {
    const count = scope.parameters(typeof first === 'string' ? first : undefined);
    return count === undefined ? undefined : one(count);
  }
  const numbers = of.filter(isNumbers);
  return numbers.length === of.length ? functions[name]?.(...numbers) : undefined;
}

const isNumbers = (value: Value | undefined): value is Numbers => typeof value === 'object';
const isLiteral = (part: Claim): part is jsep.Literal => part.type === 'Literal';
const isIdentifier = (part: Claim): part is jsep.Identifier => part.type === 'Identifier';
const isUnary = (part: Claim): part is jsep.UnaryExpression => part.type === 'UnaryExpression';
const isBinary = (part: Claim): part is jsep.BinaryExpression => part.type === 'BinaryExpression';
const isCall = (part: Claim): part is jsep.CallExpression => part.type === 'CallExpression';

/** The parts a claim is made of, the names of functions left out. */
function partsOf(claim: Claim): readonly Claim[] {
  if (isUnary(claim)) return [claim.argument];
  if (isBinary(claim)) return [claim.left, claim.right];
  return isCall(claim) ? claim.arguments : [];
}

function faultOf(claim: Claim): string | undefined {
  const known = (operator: string): boolean =>
    operator in arithmetic || operator in comparisons || operator === '&&' || operator === '||';
  if (isBinary(claim) && !known(claim.operator))
    return fillShown(lessonReasons.noOperator, { operator: claim.operator });
  if (isUnary(claim) && !['-', '!'].includes(claim.operator))
    return fillShown(lessonReasons.noOperator, { operator: claim.operator });
  if (isCall(claim)) {
    const name = isIdentifier(claim.callee) ? claim.callee.name : '';
    if (!Object.hasOwn(functions, name) && name !== 'output' && name !== 'parameters')
      return fillShown(lessonReasons.noFunction, { name });
  } else if (!isBinary(claim) && !isUnary(claim) && !isIdentifier(claim) && !isLiteral(claim)) {
    return lessonReasons.claimParts;
  }
  return partsOf(claim)
    .map(faultOf)
    .find((fault) => fault !== undefined);
}
