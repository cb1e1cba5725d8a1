/** Every key and what it does: the same list that the help shows. */
import type { Session } from './session.svelte';

const canvas = '[aria-label="Canvas"]';

export interface Command {
  readonly name: string;
  /** As printed in the help; the first is what others name. */
  readonly keys: readonly string[];
  /** `anywhere` also while a text field has the focus; `canvas` only where the layers are. */
  readonly scope?: 'anywhere' | 'canvas';
  run(session: Session): void;
}

export const commands: readonly Command[] = [
  {
    name: 'Run the network',
    keys: ['Ctrl+Enter'],
    scope: 'anywhere',
    run: (session) => {
      session.run();
    },
  },
  {
    name: 'Undo',
    keys: ['Ctrl+Z'],
    scope: 'anywhere',
    run: ({ editor }) => {
      editor.undo();
    },
  },
  {
    name: 'Redo',
    keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
    scope: 'anywhere',
    run: ({ editor }) => {
      editor.redo();
    },
  },
  {
    name: 'Search for a layer and add it',
    keys: ['/', 'Ctrl+K'],
    run: (session) => (session.layerPlace = { position: session.view.centre() }),
  },
  {
    name: 'Find a layer on the canvas',
    keys: ['Ctrl+F'],
    scope: 'anywhere',
    run: (session) => (session.isFindOpen = true),
  },
  {
    name: 'Fit everything into view',
    keys: ['.'],
    run: ({ view }) => {
      view.fit();
    },
  },
  {
    name: 'Copy',
    keys: ['Ctrl+C'],
    scope: 'canvas',
    run: (session) => {
      session.copy();
    },
  },
  {
    name: 'Cut',
    keys: ['Ctrl+X'],
    scope: 'canvas',
    run: (session) => {
      session.cut();
    },
  },
  {
    name: 'Paste',
    keys: ['Ctrl+V'],
    scope: 'canvas',
    run: (session) => {
      session.paste();
    },
  },
  {
    name: 'Duplicate',
    keys: ['Ctrl+D'],
    run: (session) => {
      session.duplicate();
    },
  },
  {
    name: 'Select all',
    keys: ['Ctrl+A'],
    scope: 'canvas',
    run: (session) => {
      session.selectAll();
    },
  },
  {
    name: 'Delete',
    keys: ['Delete', 'Backspace'],
    scope: 'canvas',
    run: (session) => {
      session.remove();
    },
  },
  {
    name: 'Group what is selected',
    keys: ['Ctrl+G'],
    run: (session) => {
      session.group();
    },
  },
  {
    name: 'Collapse or open a layer',
    keys: ['H'],
    run: (session) => {
      session.toggle('set-collapsed');
    },
  },
  {
    name: 'Bypass a layer',
    keys: ['M'],
    run: (session) => {
      session.toggle('set-bypassed');
    },
  },
  {
    name: 'Breakpoint: Play stops there',
    keys: ['F9'],
    run: (session) => {
      session.toggleBreakpoint();
    },
  },
  {
    name: 'New network',
    keys: ['Ctrl+N'],
    scope: 'anywhere',
    run: ({ workspace }) => void workspace.createNew(),
  },
  { name: 'Open a file', keys: ['Ctrl+O'], scope: 'anywhere', run: ({ workspace }) => void workspace.open() },
  { name: 'Save', keys: ['Ctrl+S'], scope: 'anywhere', run: ({ workspace }) => void workspace.save() },
  {
    name: 'Save under another name',
    keys: ['Ctrl+Shift+S'],
    scope: 'anywhere',
    run: ({ workspace }) => void workspace.saveAs(),
  },
  { name: 'Help', keys: ['F1'], scope: 'anywhere', run: (session) => (session.isHelpOpen = true) },
];

/** Runs the command of a key press; the keys of text fields and open dialogs stay theirs. */
export function pressKey(event: KeyboardEvent, session: Session): void {
  const { target } = event;
  if (!(target instanceof Element) || target.closest('[role="dialog"], [role="menu"]')) return;
  const pressed = keyOf(event);
  const command = commands.find(({ keys, scope }) => keys.includes(pressed) && isInScope(target, scope));
  if (!command) return;
  // A command's key is nobody else's: the canvas would take Ctrl+Enter for a selection.
  event.preventDefault();
  event.stopPropagation();
  command.run(session);
}

function isInScope(target: Element, scope: Command['scope']): boolean {
  const isField = target.matches('input:not([type="checkbox"], [type="range"]), textarea, select');
  // A search is no edit of the network: its undo is the field's own.
  if (scope === 'anywhere') return !target.matches('input[type="search"]');
  if (isField) return false;
  if (scope !== 'canvas') return true;
  // Text that is selected is what copying means; layers out of sight are not what deleting means.
  const hasText = (getSelection()?.toString() ?? '') !== '';
  const region = document.querySelector(canvas);
  return (
    !hasText && region?.checkVisibility() === true && (target === document.body || region.contains(target))
  );
}

/** `Ctrl+Shift+Z`; Ctrl stands for the Command key, too. */
function keyOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): string {
  const name = key.length === 1 ? key.toUpperCase() : key;
  // Shift is how some keyboards type a slash; it counts with letters and Ctrl only.
  const hasShift = shiftKey && (ctrlKey || metaKey || key.length > 1);
  return [(ctrlKey || metaKey) && 'Ctrl', altKey && 'Alt', hasShift && 'Shift', name]
    .filter(Boolean)
    .join('+');
}
