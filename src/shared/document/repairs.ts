/** What one click does about a problem, as edits. */
import * as v from 'valibot';
import { networkFor } from '../layers/blocks';
import { layers } from '../layers/index';
import { readAnew } from '../data/plan';
import type { Preparation } from '../data/preparation';
import type { Problem, Repair } from '../messages/problem';
import { fragmentWith } from './blocks';
import { freshId, nodeOf, placeOf, type Document } from './document';
import type { Edit } from './edits';
import { initialTraining, trainingSchema } from './training-settings';

/** Edits that carry the repair out; none when what it is about is gone. */
export function repairEdits(document: Document, { node: id }: Problem, repair: Repair): readonly Edit[] {
  const training = document.training ?? initialTraining;
  if (repair.kind === 'set-loss')
    return [{ kind: 'set-training', settings: { ...training, loss: repair.loss } }];
  if (repair.kind === 'score')
    return [{ kind: 'set-training', settings: { ...training, scored: repair.node } }];
  if (repair.kind === 'unfreeze') return [{ kind: 'set-training', settings: { ...training, frozen: {} } }];
  if (repair.kind === 'train-with') {
    const settings = v.safeParse(trainingSchema, { ...training, ...repair.settings });
    return settings.success ? [{ kind: 'set-training', settings: settings.output }] : [];
  }
  if (repair.kind === 'leave-out' || repair.kind === 'fill-gaps' || repair.kind === 'take-as')
    return prepareAnew(document, repair);
  if (repair.kind === 'read-decimals' || repair.kind === 'read-heading') {
    const { data } = document;
    if (!data) return [];
    const reading =
      repair.kind === 'read-decimals' ? { decimal: repair.decimal } : { isHeaded: repair.isHeaded };
    return [{ kind: 'set-data', data: readAnew(data, reading) }];
  }
  if (repair.kind === 'network-for') {
    const content = fragmentWith(networkFor(repair.row, repair.answers));
    return [{ kind: 'paste', content, offset: { x: 0, y: 0 } }];
  }
  const node = id === undefined ? undefined : nodeOf(document, id);
  if (!node) return [];
  switch (repair.kind) {
    case 'set-attribute':
      return [{ kind: 'set-attribute', node: node.id, name: repair.attribute, value: repair.value }];
    case 'remove-edge':
      return [{ kind: 'remove', nodes: [], edges: [repair.edge] }];
    case 'insert-layer': {
      const edge = document.edges.find(({ to }) => to.node === node.id && to.port === repair.port);
      const before = edge && nodeOf(document, edge.from.node);
      if (!edge || !before || !layers.has(repair.layer)) return [];
      const inserted = freshId(new Set(document.nodes.map((other) => other.id)), repair.layer);
      const [from, to] = [placeOf(document, before.id), placeOf(document, node.id)];
      const position = {
        x: (from.x + to.x) / 2,
        y: (from.y + to.y) / 2 + insertedBelow,
      };
      return [
        { kind: 'add-node', layer: repair.layer, position, id: inserted },
        { kind: 'insert-on-edge', edge: edge.id, node: inserted },
      ];
    }
  }
}

type PreparationRepair = Extract<Repair, { kind: 'leave-out' | 'fill-gaps' | 'take-as' }>;

function prepareAnew({ data }: Document, repair: PreparationRepair): readonly Edit[] {
  if (!data) return [];
  const { source, preparation } = data;
  const changed = (): Preparation => {
    switch (repair.kind) {
      case 'leave-out':
        return { ...preparation, leftOut: [...preparation.leftOut, repair.column] };
      case 'fill-gaps':
        return { ...preparation, missing: 'fill' };
      case 'take-as':
        return { ...preparation, answer: repair.answer };
    }
  };
  return [{ kind: 'set-data', data: { source, preparation: changed() } }];
}

/** Between two neighbours there is rarely room for a third. */
const insertedBelow = 130;
