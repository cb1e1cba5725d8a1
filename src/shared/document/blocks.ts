/** Blocks: groups of layers kept to be used again, with weights drawn afresh each time. */
import * as v from 'valibot';
import type { AttributeValue } from '../layers/attributes';
import type { Document, Edge, Node, Position } from './document';
import { edgeId } from './document';
import { copyNodes, type Fragment } from './paste';
import { structureSchema } from './file-format';

export interface Block {
  readonly name: string;
  readonly content: Fragment;
}

const storedSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(
    v.pipe(
      v.object({ name: v.pipe(v.string(), v.minLength(1), v.maxLength(200)), ...structureSchema.entries }),
      v.transform(({ name, nodes, edges }): Block => ({ name, content: fragmentOf(nodes, edges) })),
    ),
  ),
);

export function writeBlocks(blocks: readonly Block[]): string {
  return JSON.stringify(
    blocks.map(({ name, content: { nodes, edges } }) => ({
      ...{ name, nodes },
      edges: edges.map(({ from, to }) => ({ from, to })),
    })),
  );
}

/** None where the text, which another version may have written, cannot be read. */
export function readBlocks(text: string): readonly Block[] {
  const parsed = v.safeParse(storedSchema, text);
  return parsed.success ? parsed.output : [];
}

/** The layers of a group, without their numbers. */
export function blockOf(document: Document, group: string): Block | undefined {
  const found = document.groups.find(({ id }) => id === group);
  if (!found) return undefined;
  const { nodes, edges } = copyNodes(document, found.nodes);
  return { name: found.name, content: fragmentOf(nodes, edges) };
}

function fragmentOf(nodes: readonly Node[], edges: readonly Pick<Edge, 'from' | 'to'>[]): Fragment {
  return {
    nodes,
    groups: [],
    edges: edges.map(({ from, to }) => ({ id: edgeId(from, to), from, to })),
    parameters: {},
    inputs: {},
  };
}

type Part = readonly [
  kind: string,
  attributes: Readonly<Record<string, AttributeValue>>,
  position: Position,
  /** The parts it reads, port by port, counted from 0. */
  ...from: (readonly [part: number, port: string])[],
];

function block(name: string, parts: readonly Part[]): Block {
  const idOf = (at: number) => `part-${at}`;
  return {
    name,
    content: fragmentOf(
      parts.map(([kind, attributes, position], at): Node => ({
        ...{ id: idOf(at), kind, name: `${kind} ${at}`, attributes, position },
      })),
      parts.flatMap(([, , , ...from], at) =>
        from.map(([part, port]) => ({
          from: { node: idOf(part), port: 'y' },
          to: { node: idOf(at), port },
        })),
      ),
    ),
  };
}

const column = 220;
const row = 150;
const at = (x: number, y = 0): Position => ({ x: x * column, y: y * row });
const convolution = { out_channels: 8, kernel_size: 3, padding: 1, bias: false };

/** Blocks everyone has; what is wired to their first layer goes through them. */
export const bundledBlocks: readonly Block[] = [
  // He and others, "Deep Residual Learning for Image Recognition", 2015.
  block('Residual block', [
    ['Identity', {}, at(0)],
    ['Conv2d', convolution, at(1, 1), [0, 'x']],
    ['BatchNorm2d', {}, at(2, 1), [1, 'x']],
    ['ReLU', {}, at(3, 1), [2, 'x']],
    ['Conv2d', convolution, at(4, 1), [3, 'x']],
    ['BatchNorm2d', {}, at(5, 1), [4, 'x']],
    ['Add', {}, at(6), [0, 'a'], [5, 'b']],
    ['ReLU', {}, at(7), [6, 'x']],
  ]),
  block('Convolution block', [
    ['Conv2d', convolution, at(0)],
    ['BatchNorm2d', {}, at(1), [0, 'x']],
    ['ReLU', {}, at(2), [1, 'x']],
    ['MaxPool2d', { kernel_size: 2 }, at(3), [2, 'x']],
  ]),
  block('Feed-forward block', [
    ['Linear', { out_features: 16 }, at(0)],
    ['GELU', {}, at(1), [0, 'x']],
    ['Dropout', { p: 0.1 }, at(2), [1, 'x']],
    ['Linear', { out_features: 8 }, at(3), [2, 'x']],
  ]),
];
