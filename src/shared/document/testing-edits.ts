/** Documents as edits make them: what tests of edits share. */
import { emptyDocument, type Document, type NodeId } from './document';
import { applyEdit, type Edit } from './edits';

export const origin = { x: 0, y: 0 };
export const wire = (from: NodeId, to: NodeId, port = 'x'): Edit => ({
  kind: 'connect',
  from: { node: from, port: 'y' },
  to: { node: to, port },
});
export const added = (...kinds: string[]): Document =>
  kinds.reduce(
    (document, layer) => applyEdit(document, { kind: 'add-node', layer, position: origin }),
    emptyDocument,
  );
export const edited = (document: Document, ...edits: Edit[]): Document => edits.reduce(applyEdit, document);
export const ends = ({ edges }: Document) =>
  edges.map(({ from, to }) => `${from.node} ${to.node}.${to.port}`).sort();

/** An input, and an attention that reads it at each of its ports. */
export const attentionEdits: readonly Edit[] = [
  { kind: 'add-node', layer: 'Input', position: origin, id: 'input' },
  { kind: 'set-attribute', node: 'input', name: 'shape', value: [1, 3, 4] },
  { kind: 'add-node', layer: 'MultiheadAttention', position: { x: 300, y: 0 }, id: 'attention' },
  ...['query', 'key', 'value'].map((port) => wire('input', 'attention', port)),
];
