/** Arithmetic and what it comes to, as an explanation shows it. */
import { evaluate, formatExpression, type Expression } from '../tensor/expression';
import { formatTerm } from '../tensor/number-format';

export interface Equation {
  readonly expression: Expression;
  readonly value: number;
  /** Whole numbers, written without decimals. */
  readonly isCount?: boolean;
}

export const equation = (expression: Expression, value = evaluate(expression)): Equation => ({
  expression,
  value,
});
/** Of sums and products of whole numbers. */
export const counting = (expression: Expression): Equation => ({ ...equation(expression), isCount: true });

export function formatEquation({ expression, value, isCount = false }: Equation): string {
  return isCount
    ? `${formatCounts(expression)} = ${value}`
    : `${formatExpression(expression)} = ${formatTerm(value)}`;
}

function formatCounts(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'sum':
      return expression.terms.map(formatCounts).join(' + ');
    case 'product':
      return expression.factors.map(formatCounts).join('·');
    default:
      return formatExpression(expression);
  }
}
