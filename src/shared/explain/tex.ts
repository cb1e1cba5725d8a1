/** Arithmetic in TeX: with its numbers as they are on screen, or with symbols for where they were read. */
import { takenAway, type Expression, type FunctionName, type Source } from '../tensor/expression';
import { formatTerm } from '../tensor/number-format';

/** What stands for a part in place of its own arithmetic; undefined where that is written out. */
export type Stand = (part: Expression) => string | undefined;

/** Functions that TeX has a word of its own for. */
const commands: ReadonlySet<FunctionName> = new Set([
  ...(['max', 'min', 'exp', 'log', 'sin', 'cos', 'tan', 'sinh', 'cosh', 'tanh'] as const),
]);

/** Longer sums and lists are shortened: so many at their start, so many at their end. */
const longest = 8;
const atStart = 3;
const atEnd = 2;

/** Letters people know the parameters by; others are written as they are called. */
const letters: Readonly<Record<string, string>> = {
  weight: 'W',
  bias: 'b',
  running_mean: '\\mu',
  running_var: '\\sigma^2',
};

/** `x_{0,2}`, `W_{1,0}`. */
export function symbolOf({ kind, name, index }: Source): string {
  return texElement(kind === 'parameter' ? (letters[name] ?? texName(name)) : texName(name || 'x'), index);
}

/** One number of a tensor. */
export function texElement(tensor: string, index: readonly number[]): string {
  if (index.length === 0) return tensor;
  return `${tensor.includes('_') || tensor.includes('^') ? `{${tensor}}` : tensor}_{${index.join(',')}}`;
}

/** With symbols for the numbers that were read somewhere, and for those that have a name. */
export const withSymbols: Stand = (part) => {
  if (part.kind === 'named') return texElement(texName(part.name), part.index);
  return part.kind === 'number' && part.source ? symbolOf(part.source) : undefined;
};

export function texOf(expression: Expression, stand: Stand = () => undefined): string {
  return stand(expression) ?? writtenOut(expression, stand);
}

/** A number as it is on screen; a whole one that was read nowhere belongs to the formula and needs no digits. */
export function texNumber(value: number, isRead = true): string {
  if (Number.isNaN(value)) return '\\text{NaN}';
  if (!Number.isFinite(value)) return value > 0 ? '\\infty' : '-\\infty';
  if (!isRead && Number.isInteger(value) && Math.abs(value) < 1e6) return String(value);
  const [digits = '', power] = formatTerm(value).split('e');
  return power === undefined ? digits : `${digits} \\cdot 10^{${Number(power)}}`;
}

function writtenOut(expression: Expression, stand: Stand): string {
  switch (expression.kind) {
    case 'number':
      return texNumber(expression.value, expression.source !== undefined);
    case 'sum':
      return texSum(expression.terms, stand);
    case 'product':
      return texProduct(expression, stand);
    case 'quotient':
      return `\\frac{${texOf(expression.over, stand)}}{${texOf(expression.under, stand)}}`;
    case 'call':
      return texCall(expression, stand);
    case 'named':
      return texNumber(expression.value);
  }
}

function texSum(terms: readonly Expression[], stand: Stand): string {
  return shortened(terms)
    .map((term, at) => {
      if (term === undefined) return ' + \\cdots';
      const taken = at > 0 && stand(term) === undefined ? takenAway(term) : undefined;
      if (taken) return ` - ${operand(taken, stand)}`;
      return at > 0 ? ` + ${bracketed(term, stand)}` : bracketed(term, stand);
    })
    .join('');
}

function texProduct(expression: Expression & { kind: 'product' }, stand: Stand): string {
  const taken = takenAway(expression);
  if (taken) return `-${operand(taken, stand)}`;
  return expression.factors.map((factor) => operand(factor, stand)).join(' \\cdot ');
}

function texCall({ name, of }: Expression & { kind: 'call' }, stand: Stand): string {
  const [first] = of;
  if (name === 'sqrt' && first) return `\\sqrt{${texOf(first, stand)}}`;
  if (name === 'abs' && first) return `\\lvert ${texOf(first, stand)} \\rvert`;
  if (name === 'floor' && first) return `\\lfloor ${texOf(first, stand)} \\rfloor`;
  if (name === 'ceil' && first) return `\\lceil ${texOf(first, stand)} \\rceil`;
  if (name === 'pow' && first) {
    const [, power] = of;
    const base = texOf(first, stand);
    const isPlain = stand(first) !== undefined || (first.kind === 'number' && !base.startsWith('-'));
    return `${isPlain ? `{${base}}` : inBrackets(base)}^{${power ? texOf(power, stand) : ''}}`;
  }
  if (name === 'exp' && first && fitsAbove(first, stand)) return `e^{${texOf(first, stand)}}`;
  const list = shortened(of).map((argument) => (argument === undefined ? '\\ldots' : texOf(argument, stand)));
  return `${commands.has(name) ? `\\${name}` : `\\operatorname{${name}}`}${inBrackets(list.join(',\\, '))}`;
}

/** As a factor, or as what is taken away: a sum needs brackets there, and so does what starts with a minus. */
function operand(part: Expression, stand: Stand): string {
  return part.kind === 'sum' && stand(part) === undefined
    ? inBrackets(texOf(part, stand))
    : bracketed(part, stand);
}

function bracketed(part: Expression, stand: Stand): string {
  const tex = texOf(part, stand);
  const isMinus = tex.startsWith('-') && ['number', 'named', 'product'].includes(part.kind);
  return isMinus ? inBrackets(tex) : tex;
}

/** Brackets grow with what is high; else a line may still break inside them. */
function inBrackets(tex: string): string {
  return /\\(frac|sqrt|under)/.test(tex) ? `\\left(${tex}\\right)` : `(${tex})`;
}

/** Small enough for an exponent. */
function fitsAbove(part: Expression, stand: Stand): boolean {
  if (stand(part) !== undefined || part.kind === 'number' || part.kind === 'named') return true;
  const taken = takenAway(part);
  return taken !== undefined && fitsAbove(taken, stand);
}

/** Undefined stands for what is left out. */
function shortened(parts: readonly Expression[]): readonly (Expression | undefined)[] {
  return parts.length <= longest ? parts : [...parts.slice(0, atStart), undefined, ...parts.slice(-atEnd)];
}

/** A single letter, perhaps counted, is a variable; a longer name is a word. Either may be a slope: `h'`. */
function texName(name: string): string {
  const [, letter, count, prime = ''] = /^([a-zA-Z])(\d*)('*)$/.exec(name) ?? [];
  if (letter === undefined) return `\\text{${name.replaceAll('_', '\\_')}}`;
  return count ? `${letter}${prime}^{(${count})}` : `${letter}${prime}`;
}
