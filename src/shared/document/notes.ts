/** Notes on the canvas, and the colours of notes and groups. */
import {
  freshId,
  idsOf,
  noteLimits,
  type CanvasColour,
  type Document,
  type Note,
  type Position,
} from './document';

/** Of a note that is new. */
export const noteSize = { width: 240, height: 120 };
/** Smaller, a note cannot be read or taken hold of; larger, no canvas shows it. */
export const noteSizes = { least: 60, most: 4_000 };

export type NoteChange = Partial<Pick<Note, 'text' | 'width' | 'height'>>;

/** Without notes it says nothing of them. */
export function withNotes(document: Document, notes: readonly Note[]): Document {
  const { notes: _, ...others } = document;
  return notes.length > 0 ? { ...others, notes } : others;
}

/** What else on the canvas is called by an id. */
export function takenIds({
  nodes,
  groups,
  notes = [],
}: Pick<Document, 'nodes' | 'groups' | 'notes'>): Set<string> {
  return new Set([...idsOf({ nodes }), ...groups.map(({ id }) => id), ...notes.map(({ id }) => id)]);
}

export function addNote(document: Document, position: Position, id?: string): Document {
  const taken = takenIds(document);
  if (id !== undefined && taken.has(id)) return document;
  const note: Note = { id: id ?? freshId(taken, 'note'), text: '', position, ...noteSize };
  return withNotes(document, [...(document.notes ?? []), note]);
}

export function setNote(document: Document, id: string, change: NoteChange): Document {
  return mapNotes(document, new Set([id]), (note) => {
    const text = (change.text ?? note.text).slice(0, noteLimits.letters);
    const width = within(change.width ?? note.width);
    const height = within(change.height ?? note.height);
    const isSame = text === note.text && width === note.width && height === note.height;
    return isSame ? note : { ...note, text, width, height };
  });
}

export function moveNotes(document: Document, positions: Readonly<Record<string, Position>>): Document {
  return mapNotes(document, new Set(Object.keys(positions)), (note) => {
    const { x, y } = positions[note.id] ?? note.position;
    return x === note.position.x && y === note.position.y ? note : { ...note, position: { x, y } };
  });
}

/** Of notes and groups alike. */
export function setColour(
  document: Document,
  ids: readonly string[],
  colour: CanvasColour | undefined,
): Document {
  const wanted = new Set(ids);
  const coloured = <T extends { readonly colour?: CanvasColour }>(thing: T): T => {
    if (thing.colour === colour) return thing;
    const { colour: _, ...plain } = thing;
    return (colour ? { ...plain, colour } : plain) as T;
  };
  const groups = document.groups.map((group) => (wanted.has(group.id) ? coloured(group) : group));
  const isSame = groups.every((group, at) => group === document.groups[at]);
  return mapNotes(isSame ? document : { ...document, groups }, wanted, coloured);
}

function mapNotes(document: Document, ids: ReadonlySet<string>, change: (note: Note) => Note): Document {
  const { notes = [] } = document;
  const changed = notes.map((note) => (ids.has(note.id) ? change(note) : note));
  return changed.every((note, at) => note === notes[at]) ? document : { ...document, notes: changed };
}

function within(size: number): number {
  return Math.round(Math.min(noteSizes.most, Math.max(noteSizes.least, size)));
}
