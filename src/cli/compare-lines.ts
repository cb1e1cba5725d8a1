/** What `loom compare` prints: a table for people, or one JSON object a line. */
import { textOf, type LineText, type Sides } from '#shared/compare/describe';
import type { Difference } from '#shared/compare/differ';
import type { Answered } from '#shared/compare/match';
import { isBeyond, type Compared, type Standing } from '#shared/compare/standing';
import { compareMessages } from '#shared/messages/compare';
import { plain } from '#shared/messages/fill';
import { sizeOf } from '#shared/tensor/shape';
import type { Value } from '#shared/tensor/value';
import { cut } from './sentence';
import { formatTable } from './table';
import { jsonInteger, jsonNumber } from './trace-lines';

export function formatComparison(lines: readonly Compared[], { first }: Standing, sides: Sides): string {
  const { node, kind, shape, largestAbsolute, largestRelative, beyond } = compareMessages;
  const heads = ['#', node, kind, shape, largestAbsolute, largestRelative, beyond];
  const rows = lines.map((line, at) => [
    String(at),
    cut(plain(nameOf(line)), 32),
    cut(plain((line.one ?? line.other)?.kind ?? ''), 32),
    ...cellsOf(textOf(line, sides)),
    ...(line === first ? [`<- ${compareMessages.firstDifference.toLowerCase()}`] : []),
  ]);
  return formatTable([heads, ...rows], [0, 4, 5, 6]);
}

function nameOf({ one, other }: Compared): string {
  const { name = '', value = '' } = one ?? other ?? {};
  return name || value;
}

function cellsOf(text: LineText): readonly string[] {
  return 'reason' in text ? [plain(text.reason)] : [text.shape, text.absolute, text.relative, text.beyond];
}

/** Numbers of both models are lists of two, A's first. */
export function pairLine(line: Compared, index: number): object {
  const { one, other, difference } = line;
  if (!one || !other) {
    const alone = one ?? other;
    return { event: 'node', index, ...(alone && namesOf(alone)), only: one ? 'A' : 'B' };
  }
  const names = { event: 'node', index, ...namesOf(one), partner: namesOf(other) };
  return difference
    ? { ...names, ...figuresOf(difference), agrees: !isBeyond(line) }
    : { ...names, agrees: null };
}

function namesOf({ name, kind, value }: Answered): object {
  return { name, op: kind, output: value };
}

function figuresOf({ dtypes, shapes, misfit, absolute, relative, beyond, furthest }: Difference): object {
  const figures = {
    absolute: absolute === undefined ? null : jsonNumber(absolute),
    relative: relative === undefined ? null : jsonNumber(relative),
    beyond,
    count: sizeOf(shapes[0]),
    at: furthest?.index ?? null,
    values: furthest?.values.map(jsonValue) ?? null,
  };
  return { dtypes, shapes, ...(misfit ? { misfit } : figures) };
}

function jsonValue(value: Value): unknown {
  if (typeof value === 'bigint') return jsonInteger(value);
  return typeof value === 'number' ? jsonNumber(value) : value;
}

export function endLine({ first, agreeing, compared, unread, alone }: Standing): object {
  const [onlyA, onlyB] = alone;
  return {
    event: 'end',
    agreeing,
    compared,
    unread,
    onlyA,
    onlyB,
    first: first?.one ? namesOf(first.one) : null,
  };
}
