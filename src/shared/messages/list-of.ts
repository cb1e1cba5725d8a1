/** Names in a row, as they stand in a sentence. */
import { fill } from './fill';
import { columnReasons } from './reasons';

/** More than this are not named one by one. */
const mostNamed = 8;

export function listOf(names: readonly string[]): string {
  const rest =
    names.length > mostNamed ? [fill(columnReasons.others, { count: names.length - mostNamed })] : [];
  return [...names.slice(0, mostNamed), ...rest].join(', ');
}
