/** What can be done to each thing on the canvas: commands by their names, and what only that thing can do. */
import { canvasColours, edgesAt, type CanvasColour } from '#shared/document/document';
import { endsFor } from '#shared/document/lead';
import { alignments, distributions } from '#shared/layout/align';
import { commandMessages } from '#shared/messages/commands';
import { editingMessages as messages } from '#shared/messages/editing';
import { commands } from './commands';
import type { Session } from './session.svelte';
import type { Target } from './targets';
import { whyNotAligned, whyNotDistributed } from './why-not';

export interface Action {
  readonly name: string;
  readonly keys?: readonly string[];
  /** Marked: it is so now. */
  readonly isOn?: boolean;
  /** Shown beside its name. */
  readonly colour?: CanvasColour;
  whyNot?(session: Session): string | undefined;
  run(session: Session): unknown;
}

/** Actions that stand together behind one word. */
export interface Submenu {
  readonly name: string;
  readonly actions: readonly Action[];
}

export type Section = readonly (Action | Submenu)[];

export const isSubmenu = (entry: Action | Submenu): entry is Submenu => 'actions' in entry;

/** In sections, the most wanted first. */
export function menuFor(session: Session, target: Target): readonly Section[] {
  switch (target.kind) {
    case 'card':
      return cardMenu(session, target.id);
    case 'note':
      return [
        [{ ...named(messages.rename), name: messages.editNote }, colours(session, target.note)],
        clips,
        [align],
      ];
    case 'frame':
      return frameMenu(session, target.group);
    case 'wire':
      return wireMenu(session, target.edge);
    case 'port':
      return portMenu(session, target);
    case 'canvas':
      return [
        [
          {
            ...named(commandMessages.addLayer),
            run: () => (session.layerPlace = { position: target.position }),
          },
          {
            ...named(messages.note),
            run: () => {
              session.editing.addNote(target.position);
            },
          },
          named(commandMessages.paste),
        ],
        [named(commandMessages.undo), named(commandMessages.redo)],
        [named(commandMessages.selectAll), named(commandMessages.find)],
        [named(messages.tidy), align, named(commandMessages.fit)],
        [named(commandMessages.run)],
      ];
  }
}

function named(name: string): Action {
  const command = commands.find((each) => each.name === name);
  if (!command) throw new RangeError(`no command is called ${name}`);
  return command;
}

const clips: Section = [
  named(commandMessages.copy),
  named(commandMessages.cut),
  named(commandMessages.paste),
  named(commandMessages.duplicate),
  named(commandMessages.delete),
];

const align: Submenu = {
  name: messages.align,
  actions: [
    ...alignments.map((to): Action => ({
      name: messages.alignments[to],
      whyNot: whyNotAligned,
      run: ({ editing }) => {
        editing.arranging.align(to);
      },
    })),
    ...distributions.map((along): Action => ({
      name: messages.distributions[along],
      whyNot: whyNotDistributed,
      run: ({ editing }) => {
        editing.arranging.distribute(along);
      },
    })),
  ],
};

function cardMenu(session: Session, id: string): readonly Section[] {
  const isBlock = session.editor.document.groups.some((group) => group.id === id);
  const rename: Action = isBlock ? { ...renameGroup(id), keys: [] } : named(messages.rename);
  const own = isBlock ? [colours(session, id), keepGroup(id), ungroup(id)] : [named(messages.replace)];
  return [
    [rename, ...own, named(commandMessages.openUp)],
    [
      named(commandMessages.collapse),
      named(commandMessages.bypass),
      named(commandMessages.breakpoint),
      named(messages.lock),
    ],
    clips,
    [named(commandMessages.group), named(commandMessages.cutOut), named(messages.tidy), align],
  ];
}

function frameMenu(session: Session, group: string): readonly Section[] {
  const { nodes = [] } = session.editor.document.groups.find(({ id }) => id === group) ?? {};
  return [
    [renameGroup(group), colours(session, group)],
    [
      {
        name: messages.closeGroup,
        keys: ['E'],
        run: ({ groups }) => {
          groups.setClosed(group, true);
        },
      },
      keepGroup(group),
      ungroup(group),
    ],
    [
      {
        name: messages.selectWithin,
        run: () => {
          session.selectNodes(nodes);
        },
      },
      { ...named(messages.tidy), run: tidyAll },
    ],
  ];

  function tidyAll(): void {
    session.selectNodes(nodes);
    void session.editing.arranging.tidy();
  }
}

const renameGroup = (group: string): Action => ({
  name: messages.rename,
  run: ({ editing }) => (editing.renaming = group),
});
const keepGroup = (group: string): Action => ({
  name: messages.keepGroup,
  run: ({ groups }) => {
    groups.keepBlock(group);
  },
});
const ungroup = (group: string): Action => ({
  name: messages.ungroup,
  run: ({ editor }) => editor.apply({ kind: 'ungroup', group }),
});

function colours(session: Session, id: string): Submenu {
  const { groups, notes = [] } = session.editor.document;
  const now = [...groups, ...notes].find((thing) => thing.id === id)?.colour;
  const action = (colour: CanvasColour | undefined): Action => ({
    name: colour ? messages.colours[colour] : messages.noColour,
    isOn: colour === now,
    ...(colour && { colour }),
    run: ({ editing }) => {
      editing.colour([id], colour);
    },
  });
  return { name: messages.colour, actions: [action(undefined), ...canvasColours.map(action)] };
}

const lead = (session: Session, edge: string, side: 'from' | 'to'): Action => ({
  name: side === 'to' ? messages.leadOn : messages.leadFrom,
  whyNot: () => (endsFor(session.editor.document, edge, side).length > 0 ? undefined : messages.whyNoOthers),
  run: ({ editing }) => (editing.leading = { edge, side }),
});

function wireMenu(session: Session, edge: string): readonly Section[] {
  return [
    [
      {
        name: messages.insertHere,
        run: () => (session.layerPlace = { position: session.view.place(), edge }),
      },
      lead(session, edge, 'to'),
      lead(session, edge, 'from'),
    ],
    [named(commandMessages.delete)],
  ];
}

function portMenu(session: Session, { end, side }: Extract<Target, { kind: 'port' }>): readonly Section[] {
  const wires = edgesAt(session.editor.document, side === 'output' ? 'from' : 'to', end);
  const edges = wires.map(({ id }) => id);
  const [first] = edges;
  const whyNoWires = () => (edges.length > 0 ? undefined : messages.whyNoWires);
  return [
    [
      {
        name: messages.layerThatFits,
        run: () => {
          const position = session.view.place();
          session.layerPlace = side === 'output' ? { position, from: end } : { position, to: end };
        },
      },
    ],
    [
      first === undefined
        ? {
            name: side === 'output' ? messages.leadOn : messages.leadFrom,
            whyNot: whyNoWires,
            run: whyNoWires,
          }
        : lead(session, first, side === 'output' ? 'to' : 'from'),
      {
        name: messages.letGo,
        whyNot: whyNoWires,
        run: ({ editor }) => editor.apply({ kind: 'remove', nodes: [], edges }),
      },
    ],
  ];
}
