/** Choices that are numbers: as they are shown, and far enough from each other to be told apart. */
import { evaluate, type Expression } from '../tensor/expression';
import { formatNumber } from '../tensor/number-format';

/** Shares of the scale below which two numbers are too near each other. */
const nearest = 0.02;
/** And however small they are: people read three decimals. */
const leastApart = 0.0015;

/** Whether somebody who works with the digits on screen can tell them apart; `scale` is the size of what they are made of. */
export function isTellable(a: number, b: number, scale: number): boolean {
  const size = Math.max(Math.abs(a), Math.abs(b), Math.abs(scale));
  return Number.isFinite(a) && Number.isFinite(b) && Math.abs(a - b) > Math.max(leastApart, nearest * size);
}

/** The size of what an expression adds up: rounding on screen is a share of it. */
export function scaleOf(expression: Expression): number {
  const parts = expression.kind === 'sum' ? expression.terms : [expression];
  return parts.reduce((total, part) => total + Math.abs(evaluate(part)), 0);
}

/** The wrong numbers as choices, without those that are too near the right one or one another. */
export function numberChoices(
  right: number,
  wrong: readonly { readonly value: number; readonly mistake: string }[],
  scale: number,
): { right: string; wrong: { text: string; mistake: string }[] } {
  const kept = [right];
  const choices = wrong.flatMap(({ value, mistake }) => {
    if (!kept.every((other) => isTellable(value, other, scale))) return [];
    kept.push(value);
    return [{ text: formatNumber(value), mistake }];
  });
  return { right: formatNumber(right), wrong: choices };
}

/** `[0.10, -0.20]`, cut short where there are many. */
export function formatList(values: readonly number[], most = 8): string {
  const shown = values.slice(0, most).map((value) => formatNumber(value));
  return `[${shown.join(', ')}${values.length > most ? ', …' : ''}]`;
}
