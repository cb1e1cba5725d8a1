/** Networks for tests, built by the edits a person makes. */
import type { Document } from '../../document/document';
import { emptyDocument } from '../../document/document';
import { applyEdit, type Edit } from '../../document/edits';
import { wholeFeatures, type DataSet } from '../../data/data-set';
import { initialPreparation } from '../../data/preparation';
import { initialInputs, initialOutput } from '../../layers/find';
import { layers } from '../../layers/index';
import { passThrough } from '../../layers/pass-through';
import { floatTensor } from '../../tensor/tensor';
import type { AttributeValue } from '../../layers/attributes';

export interface Part {
  readonly layer: string;
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  /** Places of the parts it reads, with the port where it is not the first; the one before it where nothing is said. */
  readonly from?: readonly (number | readonly [part: number, port: string])[];
}

/** The node of the part at a place. */
export const partId = (at: number): string => `part${at}`;

export function buildNetwork(parts: readonly Part[]): Document {
  const edits = parts.flatMap(({ layer, attributes = {}, from }, at): Edit[] => {
    const node = partId(at);
    const sources = from ?? (at === 0 ? [] : [at - 1]);
    const ports = initialInputs(layers.get(layer) ?? passThrough);
    return [
      { kind: 'add-node', layer, position: { x: at * 200, y: 0 }, id: node },
      ...Object.entries(attributes).map(([name, value]): Edit => ({
        kind: 'set-attribute',
        node,
        name,
        value,
      })),
      ...sources.map((source, port): Edit => {
        const [part, answer] = typeof source === 'number' ? [source] : source;
        const made = layers.get(parts[part]?.layer ?? '') ?? passThrough;
        return {
          kind: 'connect',
          from: { node: partId(part), port: answer ?? initialOutput(made) },
          to: { node, port: ports[port] ?? 'x' },
        };
      }),
    ];
  });
  return applyEdit(emptyDocument, { kind: 'all', edits });
}

/** The document with rows that are at hand, taken as they are. */
export function learnFrom(document: Document, { features, targets, classes }: DataSet): Document {
  const rows = {
    kind: 'arrays',
    name: 'rows',
    features: wholeFeatures(features),
    targets: floatTensor([targets.length], targets),
    classes,
  } as const;
  const preparation = { ...initialPreparation, ...(classes.length === 0 && { answer: 'number' as const }) };
  return applyEdit(document, { kind: 'set-data', data: { source: rows, preparation } });
}
