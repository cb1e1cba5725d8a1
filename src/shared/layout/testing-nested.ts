/** A network of blocks within blocks, for tests: layers of a list, each with an attention and what follows it. */
import { emptyDocument, type Document, type Edge, type Node } from '../document/document';
import { initialAttributes } from '../layers/find';
import { layers } from '../layers/index';
import { arrange } from './arrange';
import { withBlocks } from './blocks';
import type { Path } from './modules';

/** Opened and laid out; the third layer of three or more is another kind where it is to differ. */
export function nestedNetwork(count: number, isDiffering = false): Document {
  const nodes: Node[] = [];
  const edges: Edge[] = [];
  const paths = new Map<string, Path>();
  const add = (kind: string, name: string, ...read: string[]): string => {
    const layer = layers.get(kind);
    if (!layer) throw new TypeError(`there is no layer ${kind}`);
    const id = `n-${nodes.length}`;
    const attributes = { ...initialAttributes(layer), ...(kind === 'Input' && { shape: [2, 4] }) };
    nodes.push({ ...{ id, kind, name, attributes } });
    if (kind !== 'Input') paths.set(id, name.split('.').slice(0, -1));
    layer.inputs(attributes).forEach((port, at) => {
      const from = { node: read[at] ?? '', port: 'y' };
      edges.push({ id: `${from.node}-${id}-${port}`, from, to: { node: id, port } });
    });
    return id;
  };
  let last = add('Input', 'x');
  last = add('Tanh', 'model.embed.Tanh', last);
  for (let at = 0; at < count; at++) {
    const layer = `model.layers.${at}`;
    const first = last;
    for (const part of ['q', 'k', 'v']) last = add('ReLU', `${layer}.attn.${part}`, last);
    for (const part of ['scale', 'out'])
      last = add(isDiffering && at === 2 ? 'Abs' : 'Sigmoid', `${layer}.attn.${part}`, last);
    const middle = add('Add', `${layer}.Add`, last, first);
    last = middle;
    for (const part of ['up', 'act', 'down']) last = add('Tanh', `${layer}.mlp.${part}`, last);
    last = add('Add', `${layer}.Add_1`, last, middle);
  }
  add('Softmax', 'head', add('Linear', 'norm', last));
  return arrange(withBlocks({ ...emptyDocument, nodes, edges }, paths));
}
