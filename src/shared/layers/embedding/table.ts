/** A table of rows that are learned, and looking rows up in it. */
import { problem } from '../../messages/problem';
import { call, evaluate, type Expression } from '../../tensor/expression';
import { integer } from '../attributes';
import type { Dtype } from '../../tensor/tensor';
import type { Accepted, EmitContext, ExplainContext, ParameterSpec } from '../define';

export const num_embeddings = integer({
  initial: 10,
  min: 1,
  max: 1_000_000,
  help: 'Rows of the table: as many as there are different words.',
});
export const embedding_dim = integer({
  initial: 4,
  min: 1,
  max: 100_000,
  help: 'Numbers in a row: what stands for one word.',
});

interface Table {
  readonly num_embeddings: number;
  readonly embedding_dim: number;
}

/** Standard normal, as PyTorch draws it. */
export function tableOf({ num_embeddings: rows, embedding_dim: length }: Table): ParameterSpec {
  return { name: 'weight', shape: [rows, length], initial: (random) => random.normal() };
}

/** Rows are named by whole numbers, whatever they are kept in. */
export const rowDtype = ([x = 'float32']: readonly Dtype[]): Dtype | undefined =>
  /^(u?int(8|16|32|64)|float(16|32|64))$/.test(x) ? 'float32' : undefined;

export function rowsOf({ num_embeddings: rows }: Table): Accepted {
  return {
    below: rows,
    refuse(value) {
      const canGrow = Number.isInteger(value) && value >= rows && value < 1_000_000;
      return problem(
        'index-outside-table',
        { last: rows - 1, value, alternative: canGrow ? `, or set num_embeddings to ${value + 1}` : '' },
        ...(canGrow
          ? [{ kind: 'set-attribute', attribute: 'num_embeddings', value: value + 1 } as const]
          : []),
      );
    },
  };
}

/** Row `x` of the table for every number of x, which are made whole first: those of layers are float32. */
export function emitRows(
  { builder }: Pick<EmitContext<unknown>, 'builder'>,
  x: string,
  table: string,
  areWhole = false,
): string {
  if (areWhole) return builder.op('Gather', [table, x]);
  return builder.op('Gather', [table, builder.op('Cast', [x], { to: { int: 7 } })]);
}

/** Number `at` of the row that the input's number at `index` names. */
export function explainRow(
  { input, parameter }: Pick<ExplainContext<unknown>, 'input' | 'parameter'>,
  index: readonly number[],
  at: number,
  read: (row: number, value: Expression) => Expression = (_, value) => value,
): Expression {
  const place = input('x', index);
  const row = Math.trunc(evaluate(place));
  return call('row', place, read(row, parameter('weight', [row, at])));
}
