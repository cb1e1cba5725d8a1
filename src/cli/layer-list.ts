/** `loom layers`: every layer kind there is, with its attributes. */
import { layers } from '#shared/layers/index';
import { print, printLine } from './output';
import { formatTable } from './table';

export function listLayers(isJson: boolean): void {
  if (isJson) {
    for (const { kind, group, summary, attributes } of layers.values()) {
      const described = Object.entries(attributes).map(([name, { initial, help, range, options }]) => [
        name,
        { initial, help, ...range, ...(options && { options }) },
      ]);
      printLine({ kind, group, summary, attributes: Object.fromEntries(described) as unknown });
    }
    return;
  }
  const rows = [...layers.values()].map(({ kind, group, attributes }) => [
    kind,
    group,
    Object.keys(attributes).join(', '),
  ]);
  print(formatTable([['Layer', 'Group', 'Attributes'], ...rows]));
}
