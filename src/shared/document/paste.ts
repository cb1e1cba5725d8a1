/** Part of a document copied, and put in again: pasted, or as a block. */
import { initialAttributes } from '../layers/find';
import { layerOf } from '../layers/layer-of';
import { isProblem } from '../messages/problem';
import { answersOf, completeNodes } from './complete';
import {
  edgeId,
  FreshIds,
  freshName,
  isNumbered,
  kindName,
  nameLimit,
  namesOf,
  placeOf,
  type Document,
  type Edge,
  type Group,
  type Node,
  type Note,
  type NodeId,
  type Origin,
  type Position,
} from './document';
import { cornerOf, group } from './groups';
import { inferShapes } from './infer';
import { joinedOperators } from './joined';
import { takenIds, withNotes } from './notes';
import { openSizes } from './sizes';

/** Part of a document, as copied, or all of another. */
export type Fragment = Pick<
  Document,
  'nodes' | 'edges' | 'groups' | 'notes' | 'places' | 'parameters' | 'inputs' | 'constants' | 'origin'
>;

/** The nodes with what belongs to them, and notes, to be pasted elsewhere. */
export function copyNodes(document: Document, ids: readonly NodeId[]): Fragment {
  const kept = new Set(ids);
  const { constants, origin } = document;
  const notes = document.notes?.filter(({ id }) => kept.has(id)) ?? [];
  return {
    nodes: document.nodes.filter(({ id }) => kept.has(id)),
    edges: document.edges.filter(({ from, to }) => kept.has(from.node) && kept.has(to.node)),
    groups: document.groups.filter(({ nodes }) => nodes.every((id) => kept.has(id))),
    places: new Map([...document.places].filter(([id]) => kept.has(id))),
    parameters: pick(document.parameters, kept),
    inputs: pick(document.inputs, kept),
    ...(notes.length > 0 && { notes }),
    ...(constants && { constants: pick(constants, kept) }),
    ...(origin && { origin }),
  };
}

/**
 * Wires, groups and tensors come along where they belong to the nodes that are pasted. The same document where the
 * operators of both would mean something else in one model.
 */
export function paste(document: Document, content: Fragment, offset: Position): Document {
  const operators = joinedOperators(document, content);
  const { notes = [] } = content;
  if (content.nodes.length + notes.length === 0 || isProblem(operators)) return document;
  const values = freshValues(document, content);
  const ids = new Map<NodeId, NodeId>();
  const fresh = new FreshIds(takenIds(document));
  const takenNames = namesOf(document);
  const nodes = content.nodes.map((copied): Node => {
    const node = completed(copied);
    const id = fresh.of(kindName(node));
    ids.set(node.id, id);
    const isOwn = !isNumbered(node) && !takenNames.has(node.name);
    const name = isOwn ? node.name : freshName(takenNames, kindName(node));
    takenNames.add(name);
    const called = node.values && mapValues(node.values, (value) => values.get(value) ?? value);
    return { ...node, id, name, ...(called && { values: called }) };
  });
  const renamed = <T>(record: Readonly<Record<NodeId, T>> = {}) =>
    Object.fromEntries(
      Object.entries(record).flatMap(([id, value]): [NodeId, T][] => {
        const fresh = ids.get(id);
        return fresh === undefined ? [] : [[fresh, value]];
      }),
    );
  const edges = content.edges.flatMap(({ from, to }): Edge[] => {
    const source = ids.get(from.node);
    const target = ids.get(to.node);
    if (source === undefined || target === undefined) return [];
    const start = { ...from, node: source };
    const end = { ...to, node: target };
    return [{ id: edgeId(start, end), from: start, to: end }];
  });
  const constants = { ...document.constants, ...renamed(content.constants) };
  const places = [...ids].map(([copied, id]) => {
    const { x, y } = placeOf(content, copied);
    return [id, { x: x + offset.x, y: y + offset.y }] as const;
  });
  const whole: Document = {
    ...document,
    nodes: [...document.nodes, ...nodes],
    edges: [...document.edges, ...edges],
    places: new Map([...document.places, ...places]),
    parameters: { ...document.parameters, ...renamed(content.parameters) },
    inputs: { ...document.inputs, ...renamed(content.inputs) },
    ...(Object.keys(constants).length > 0 && { constants }),
    ...(operators && { origin: joinedOrigin(document, content, operators, values) }),
  };
  // As they lie within one another there.
  const groups = content.groups.map((copied): Group => ({
    ...{ ...copied, id: fresh.of('group') },
    nodes: copied.nodes.flatMap((node) => ids.get(node) ?? []),
  }));
  const pasted = notes.map((note): Note => ({
    ...{ ...note, id: fresh.of('note') },
    position: moved(note.position, offset),
  }));
  return withNotes({ ...whole, groups: [...document.groups, ...groups] }, [
    ...(document.notes ?? []),
    ...pasted,
  ]);
}

function moved({ x, y }: Position, by: Position): Position {
  return { x: x + by.x, y: y + by.y };
}

/** To the right of what is there, in a line with it. */
export function besideAll(document: Standing, content: Standing): Position {
  if (document.nodes.length === 0 || content.nodes.length === 0) return { x: 0, y: 0 };
  const along = (of: Standing, axis: 'x' | 'y') => of.nodes.map(({ id }) => placeOf(of, id)[axis]);
  return {
    x: Math.max(...along(document, 'x')) + column - Math.min(...along(content, 'x')),
    y: Math.min(...along(document, 'y')) - Math.min(...along(content, 'y')),
  };
}

type Standing = Pick<Document, 'nodes' | 'places'>;

const column = 260;

/** What the model calls each value of what is pasted: as before, or with a number where that is taken. */
function freshValues(document: Document, content: Fragment): ReadonlyMap<string, string> {
  const namesIn = ({ nodes }: Pick<Document, 'nodes'>) =>
    nodes.flatMap(({ values = {} }) => Object.values(values));
  return freshNames(new Set(namesIn(document)), namesIn(content));
}

function freshNames(taken: Set<string>, names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    names.map((name) => {
      let fresh = name;
      for (let number = 2; taken.has(fresh); number++) fresh = `${name.slice(0, nameLimit - 8)}_${number}`;
      taken.add(fresh);
      return [name, fresh];
    }),
  );
}

/** With the inputs and answers that are pasted; a size of the same name that is another number gets a name of its own. */
function joinedOrigin(
  document: Document,
  content: Fragment,
  operators: Origin['operators'],
  values: ReadonlyMap<string, string>,
): Origin {
  const [own, theirs] = [openSizes(document), openSizes(content)];
  const others = [...theirs].flatMap(([name, size]) => ((own.get(name) ?? size) === size ? [] : [name]));
  const sizes = freshNames(new Set(own.keys()), others);
  const known = ({ name }: { readonly name: string }) => values.has(name);
  const called = (name: string) => values.get(name) ?? name;
  const sized = (shape: readonly (number | string)[]) =>
    shape.map((size) => (typeof size === 'string' ? (sizes.get(size) ?? size) : size));
  const inputs = (content.origin?.inputs ?? []).filter(known).map(({ name, shape, ...rest }) => ({
    ...{ ...rest, name: called(name) },
    ...(shape && { shape: sized(shape) }),
  }));
  const answers = (content.origin?.answers ?? []).filter(known).map(({ name, shape, ...rest }) => ({
    ...rest,
    name: called(name),
    ...(shape && { shape: sized(shape) }),
  }));
  const outputs = (content.origin?.outputs ?? []).flatMap((name) => values.get(name) ?? []);
  return {
    operators,
    inputs: [...(document.origin?.inputs ?? []), ...inputs],
    outputs: [...(document.origin?.outputs ?? []), ...outputs],
    answers: [...(document.origin?.answers ?? []), ...answers],
  };
}

/** What was kept by another version may lack attributes that layers have now. */
function completed(node: Node): Node {
  const layer = layerOf(node);
  return layer ? { ...node, attributes: { ...initialAttributes(layer), ...node.attributes } } : node;
}

/** To the right of and below a place, as a closed block. */
export function insertBlock(
  document: Document,
  name: string,
  content: Fragment,
  { x, y }: Position,
): Document {
  if (content.nodes.length === 0) return document;
  const corner = cornerOf(content, { nodes: content.nodes.map(({ id }) => id) });
  const offset = { x: x - corner.x, y: y - corner.y };
  const pasted = paste(document, content, offset);
  const added = pasted.nodes.slice(document.nodes.length).map(({ id }) => id);
  return group(pasted, added, { name, isClosed: true });
}

function pick<T>(record: Readonly<Record<string, T>>, keys: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => keys.has(key)));
}

function mapValues<T>(record: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/**
 * Names of nodes that were answers of either network and are none of both together: where some are marked as outputs, no
 * other is one. `joined` has the nodes of `content` last.
 */
export function answersHidden(before: Document, content: Document, joined: Document): readonly string[] {
  const pasted = joined.nodes.slice(before.nodes.length);
  const answers = new Set(answering(joined));
  const places = new Map(content.nodes.map(({ id }, at) => [id, pasted[at]?.id ?? id]));
  const ids = [...answering(before), ...answering(content).map((id) => places.get(id) ?? id)];
  const hidden = new Set(ids.filter((id) => !answers.has(id)));
  return joined.nodes.filter(({ id }) => hidden.has(id)).map(({ name }) => name);
}

function answering(document: Document): readonly NodeId[] {
  return answersOf(completeNodes(inferShapes(document))).map(({ node }) => node.id);
}
