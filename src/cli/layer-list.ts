/** `loom layers`: every layer kind there is, with its attributes. */
import { layers } from '#shared/layers/index';
import { print, printLine } from './output';
import { formatTable } from './table';

export function listLayers(isJson: boolean): void {
  if (isJson) {
    for (const { kind, group, attributes } of layers.values()) {
      const described = Object.entries(attributes).map(([name, { initial, help }]) => [
        name,
        { initial, help },
      ]);
      printLine({ kind, group, attributes: Object.fromEntries(described) as unknown });
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
