/** What an edit did, in words: a step of the history. */
import { commonMessages } from '../messages/common';
import { fillShown } from '../messages/fill';
import { historyMessages as messages } from '../messages/history';
import { nodeOf, type Document } from './document';
import type { Edit } from './edits';

/** Of several edits that are one step, what follows from the others: where cards are then, and what they are wired to. */
const following: ReadonlySet<Edit['kind']> = new Set(['move', 'connect']);

const switched = {
  'set-bypassed': [messages.unbypass, messages.bypass],
  'set-collapsed': [messages.uncollapse, messages.collapse],
  'set-locked': [messages.unlock, messages.lock],
} as const;

/** `Add Conv2d 2`, `Move 3 layers`; `after` is the document it made of `before`. */
export function saidEdit(before: Document, after: Document, edit: Edit): string {
  const nameOf = (id: string, document = before): string =>
    nodeOf(document, id)?.name ?? document.groups.find((group) => group.id === id)?.name ?? id;
  const say = (text: string, values: Readonly<Record<string, string>> = {}) =>
    fillShown<string>(text, values);
  const known = (ids: readonly string[]) => {
    const wanted = new Set(ids);
    const nodes = before.nodes.filter(({ id }) => wanted.has(id));
    const notes = before.notes?.filter(({ id }) => wanted.has(id)) ?? [];
    return { nodes: nodes.map(({ name }) => name), notes: notes.length };
  };
  switch (edit.kind) {
    case 'all':
      return saidFirst(before, after, edit.edits);
    case 'add-node':
      return say(messages.add, { name: added(before, after) ?? edit.layer });
    case 'remove': {
      const { nodes, notes } = known([...edit.nodes, ...(edit.notes ?? [])]);
      return say(messages.remove, { things: things(nodes, nodes.length > 0 ? 0 : edit.edges.length, notes) });
    }
    case 'move': {
      const { nodes, notes } = known(Object.keys(edit.positions));
      return say(messages[edit.as ?? 'move'], { things: things(nodes, 0, notes) });
    }
    case 'connect':
      return say(messages.connect, { from: nameOf(edit.from.node), to: nameOf(edit.to.node) });
    case 'reroute':
      return say(messages.reroute, { name: nameOf(edit.end.node) });
    case 'insert-on-edge':
      return say(messages['insert-on-edge'], { name: nameOf(edit.node, after) });
    case 'replace':
      return say(messages.replace, { before: nameOf(edit.node), name: nameOf(edit.node, after) });
    case 'rename':
      return say(messages.rename, { before: nameOf(edit.node), name: nameOf(edit.node, after) });
    case 'rename-group':
      return say(messages['rename-group'], { before: nameOf(edit.group), name: edit.name });
    case 'rename-value':
      return say(messages['rename-value'], { name: edit.name });
    case 'retitle':
      return say(messages.retitle, { name: after.title });
    case 'set-attribute':
    case 'set-parameter':
      return say(messages[edit.kind], { attribute: edit.name, name: nameOf(edit.node) });
    case 'set-constant':
      return say(messages[edit.kind], { attribute: edit.port, name: nameOf(edit.node) });
    case 'set-input':
      return say(messages[edit.kind], { name: nameOf(edit.node) });
    case 'set-bypassed':
    case 'set-collapsed':
    case 'set-locked':
      return say(switched[edit.kind][edit.value ? 1 : 0], { things: things(known(edit.nodes).nodes) });
    case 'paste': {
      const names = after.nodes.slice(before.nodes.length).map(({ name }) => name);
      const notes = (after.notes?.length ?? 0) - (before.notes?.length ?? 0);
      return say(messages.paste, { things: things(names, 0, notes) });
    }
    case 'insert-block':
      return say(messages['insert-block'], { name: edit.name });
    case 'group':
      return say(messages.group, { things: things(known(edit.nodes).nodes) });
    case 'set-closed':
      return say(edit.value ? messages.close : messages.open, { name: nameOf(edit.group) });
    case 'ungroup':
      return say(messages.ungroup, { name: nameOf(edit.group) });
    case 'expand':
      return say(messages.expand, { name: nameOf(edit.node) });
    case 'set-parameters':
    case 'set-training':
    case 'set-data':
    case 'set-sizes':
    case 'set-records':
    case 'add-note':
    case 'set-note':
    case 'set-colour':
      return messages[edit.kind];
  }
}

function saidFirst(before: Document, after: Document, edits: readonly Edit[]): string {
  const first = edits.find(({ kind }) => !following.has(kind)) ?? edits[0];
  return first ? saidEdit(before, after, first) : messages.all;
}

function added(before: Document, after: Document): string | undefined {
  const known = new Set(before.nodes.map(({ id }) => id));
  return after.nodes.find(({ id }) => !known.has(id))?.name;
}

/** One layer by its name, more by how many there are. */
function things(names: readonly string[], wires = 0, notes = 0): string {
  const [first] = names;
  const counted = (count: number, one: string, more: string) =>
    count === 0 ? [] : [count === 1 ? one : fillShown<string>(more, { count })];
  const said = [
    ...counted(names.length, first ?? '', messages.layers),
    ...counted(wires, messages.wire, messages.wires),
    ...counted(notes, messages.note, messages.notes),
  ];
  return said.join(commonMessages.and) || messages.nothing;
}
