/** Blocks: groups of layers kept to be used again, with weights drawn afresh each time. */
import * as v from 'valibot';
import { blueprints, type Part } from '../layers/blocks';
import type { Document, Edge } from './document';
import { edgeId } from './document';
import { copyNodes, type Fragment } from './paste';
import { apart, placed } from './placed';
import { partWithSeveralOutputs } from './plural';
import { structureSchema } from './schema';

export interface Block {
  readonly name: string;
  readonly content: Fragment;
}

const storedSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(
    v.pipe(
      // It states no format: what a layer is called today says what it was.
      v.custom<object>((stored) => typeof stored === 'object' && stored !== null),
      v.transform(partWithSeveralOutputs),
      v.object({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)), ...structureSchema.entries }),
      v.transform(({ name, nodes, edges }): Block => ({ name, content: fragmentOf(apart(nodes), edges) })),
    ),
  ),
);

export function writeBlocks(blocks: readonly Block[]): string {
  return JSON.stringify(
    blocks.map(({ name, content }) => ({
      ...{ name, nodes: placed(content) },
      edges: content.edges.map(({ from, to }) => ({ from, to })),
    })),
  );
}

/** Undefined where the text, which another version may have written, cannot be read. */
export function readBlocks(text: string): readonly Block[] | undefined {
  const parsed = v.safeParse(storedSchema, text);
  return parsed.success ? parsed.output : undefined;
}

/** The layers of a group, without their numbers. */
export function blockOf(document: Document, group: string): Block | undefined {
  const found = document.groups.find(({ id }) => id === group);
  if (!found) return undefined;
  const content = copyNodes(document, found.nodes);
  return { name: found.name, content: fragmentOf(content, content.edges) };
}

function fragmentOf(
  { nodes, places }: Pick<Fragment, 'nodes' | 'places'>,
  edges: readonly Pick<Edge, 'from' | 'to'>[],
): Fragment {
  return {
    ...{ nodes, places },
    groups: [],
    edges: edges.map(({ from, to }) => ({ id: edgeId(from, to), from, to })),
    parameters: {},
    inputs: {},
  };
}

/** Room for a card, and for what a wire says of a picture. */
const column = 290;
const row = 150;

/** What is put together of parts, as it is pasted. */
export function fragmentWith(parts: readonly Part[]): Fragment {
  const idOf = (at: number) => `part-${at}`;
  return fragmentOf(
    apart(
      parts.map(({ kind, attributes, place: [x, y] }, at) => ({
        ...{ id: idOf(at), kind, name: `${kind} ${at}`, attributes },
        position: { x: x * column, y: y * row },
      })),
    ),
    parts.flatMap(({ from }, at) =>
      from.map(([read, port]) => ({
        from: { node: idOf(read), port: 'y' },
        to: { node: idOf(at), port },
      })),
    ),
  );
}

/** Blocks everyone has; what is wired to their first layer goes through them. */
export const bundledBlocks: readonly Block[] = blueprints.map(({ name, parts }) => ({
  name,
  content: fragmentWith(parts),
}));
