/** A value that a file holds, as it stands in a sentence: never all that is within it, which may have no end. */
import { fillShown } from './fill';
import { schemaValues } from './schema';

export function shownValue(value: unknown): string {
  if (typeof value === 'string') {
    return value.length > 200 ? fillShown(schemaValues.long, { count: value.length }) : JSON.stringify(value);
  }
  if (Array.isArray(value)) return schemaValues.list;
  return typeof value === 'object' && value !== null ? schemaValues.object : String(value);
}
