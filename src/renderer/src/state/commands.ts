/** Every key and what it does: the same list that the help shows. */
import { canvasMessages } from '#shared/messages/canvas';
import { commandMessages } from '#shared/messages/commands';
import { canvasCommands } from './canvas-commands';
import type { Command } from './command';
import type { Session } from './session.svelte';
import {
  whyNoCards,
  whyNoRedo,
  whyNotCopied,
  whyNothing,
  whyNotOpened,
  whyNotRemoved,
  whyNoUndo,
} from './why-not';

const canvas = `[aria-label="${canvasMessages.canvas}"]`;

export const commands: readonly Command[] = [
  {
    name: commandMessages.run,
    keys: ['Ctrl+Enter'],
    scope: 'anywhere',
    run: (session) => {
      session.run();
    },
  },
  {
    name: commandMessages.undo,
    keys: ['Ctrl+Z'],
    scope: 'anywhere',
    whyNot: whyNoUndo,
    run: ({ editor }) => {
      editor.undo();
    },
  },
  {
    name: commandMessages.redo,
    keys: ['Ctrl+Shift+Z', 'Ctrl+Y'],
    scope: 'anywhere',
    whyNot: whyNoRedo,
    run: ({ editor }) => {
      editor.redo();
    },
  },
  {
    name: commandMessages.addLayer,
    keys: ['/', 'Ctrl+K'],
    run: (session) => (session.layerPlace = session.adding.besideSelected),
  },
  {
    name: commandMessages.find,
    keys: ['Ctrl+F'],
    scope: 'anywhere',
    whyNot: whyNothing,
    run: (session) => (session.isFindOpen = true),
  },
  {
    name: commandMessages.fit,
    keys: ['.'],
    whyNot: whyNothing,
    run: ({ view }) => {
      view.fit();
    },
  },
  {
    name: commandMessages.copy,
    keys: ['Ctrl+C'],
    isNative: true,
    whyNot: whyNotCopied,
    run: ({ host }) => void host.desktop.call('clipboard.act', { what: 'copy' }),
  },
  {
    name: commandMessages.cut,
    keys: ['Ctrl+X'],
    isNative: true,
    whyNot: whyNotCopied,
    run: ({ host }) => void host.desktop.call('clipboard.act', { what: 'cut' }),
  },
  {
    name: commandMessages.cutOut,
    keys: ['Ctrl+Shift+X'],
    scope: 'canvas',
    whyNot: whyNoCards,
    run: ({ joining }) => void joining.cutOut(),
  },
  {
    name: commandMessages.paste,
    keys: ['Ctrl+V'],
    isNative: true,
    run: ({ host }) => void host.desktop.call('clipboard.act', { what: 'paste' }),
  },
  {
    name: commandMessages.duplicate,
    keys: ['Ctrl+D'],
    whyNot: whyNotCopied,
    run: ({ chosen }) => {
      chosen.duplicate();
    },
  },
  {
    name: commandMessages.selectAll,
    keys: ['Ctrl+A'],
    scope: 'canvas',
    whyNot: whyNothing,
    run: ({ chosen }) => {
      chosen.selectAll();
    },
  },
  {
    name: commandMessages.delete,
    keys: ['Delete', 'Backspace'],
    scope: 'canvas',
    whyNot: whyNotRemoved,
    run: ({ chosen }) => {
      chosen.remove();
    },
  },
  {
    name: commandMessages.group,
    keys: ['Ctrl+G'],
    whyNot: whyNoCards,
    run: ({ chosen }) => {
      chosen.group();
    },
  },
  {
    name: commandMessages.openUp,
    keys: ['E'],
    whyNot: whyNotOpened,
    run: (session) => {
      session.groups.openUp();
    },
  },
  {
    name: commandMessages.collapse,
    keys: ['H'],
    whyNot: whyNoCards,
    run: ({ chosen }) => {
      chosen.toggle('set-collapsed');
    },
  },
  {
    name: commandMessages.bypass,
    keys: ['M'],
    whyNot: whyNoCards,
    run: ({ chosen }) => {
      chosen.toggle('set-bypassed');
    },
  },
  {
    name: commandMessages.breakpoint,
    keys: ['F9'],
    whyNot: whyNoCards,
    run: ({ chosen }) => {
      chosen.toggleBreakpoint();
    },
  },
  ...canvasCommands,
  {
    name: commandMessages.compare,
    keys: ['Ctrl+Shift+D'],
    scope: 'anywhere',
    run: ({ comparer }) => {
      comparer.open();
    },
  },
  {
    name: commandMessages.new,
    keys: ['Ctrl+N'],
    scope: 'anywhere',
    run: ({ workspace }) => void workspace.createNew(),
  },
  {
    name: commandMessages.open,
    keys: ['Ctrl+O'],
    scope: 'anywhere',
    run: ({ workspace }) => void workspace.open(),
  },
  {
    name: commandMessages.save,
    keys: ['Ctrl+S'],
    scope: 'anywhere',
    run: ({ workspace }) => void workspace.save(),
  },
  {
    name: commandMessages.saveAs,
    keys: ['Ctrl+Shift+S'],
    scope: 'anywhere',
    run: ({ workspace }) => void workspace.saveAs(),
  },
  {
    name: commandMessages.help,
    keys: ['F1'],
    scope: 'anywhere',
    run: (session) => (session.isHelpOpen = true),
  },
  {
    name: commandMessages.nextRegion,
    keys: ['F6'],
    scope: 'anywhere',
    run: ({ view }) => view.round(1),
  },
  {
    name: commandMessages.previousRegion,
    keys: ['Shift+F6'],
    scope: 'anywhere',
    run: ({ view }) => view.round(-1),
  },
  {
    name: commandMessages.previousStage,
    keys: ['Alt+ArrowLeft'],
    scope: 'anywhere',
    run: (session) => session.goToStage(session.stepper.index - 1),
  },
  {
    name: commandMessages.nextStage,
    keys: ['Alt+ArrowRight'],
    scope: 'anywhere',
    run: (session) => session.goToStage(session.stepper.index + 1),
  },
  {
    name: commandMessages.larger,
    keys: ['Ctrl++', 'Ctrl+='],
    scope: 'anywhere',
    run: ({ settings }) => settings.zoomBy(1),
  },
  {
    name: commandMessages.smaller,
    keys: ['Ctrl+-'],
    scope: 'anywhere',
    run: ({ settings }) => settings.zoomBy(-1),
  },
  {
    name: commandMessages.actualSize,
    keys: ['Ctrl+0'],
    scope: 'anywhere',
    run: ({ settings }) => settings.zoomTo(1),
  },
  {
    name: commandMessages.fullScreen,
    keys: ['F11'],
    scope: 'anywhere',
    run: ({ host }) => void host.desktop.call('window.full-screen', undefined),
  },
];

/** What parts of the window do with keys of their own, for the help. */
export const keysWithin: readonly Pick<Command, 'name' | 'keys'>[] = [
  { name: commandMessages.walk, keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] },
  { name: commandMessages.walkMore, keys: ['Shift+ArrowRight'] },
  { name: commandMessages.move, keys: ['Ctrl+ArrowRight'] },
  { name: commandMessages.edit, keys: ['Enter'] },
  { name: commandMessages.leaveEdit, keys: ['Escape'] },
  { name: commandMessages.wire, keys: ['W'] },
  { name: commandMessages.frame, keys: ['G'] },
  { name: commandMessages.wiring, keys: ['Enter'] },
  { name: commandMessages.zoom, keys: ['+', '-'] },
  { name: commandMessages.numbers, keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] },
  { name: commandMessages.far, keys: ['Ctrl+Home', 'Ctrl+End'] },
  { name: commandMessages.pages, keys: ['PageUp', 'PageDown'] },
  { name: commandMessages.palette, keys: ['ArrowUp', 'ArrowDown'] },
  { name: commandMessages.stages, keys: ['ArrowLeft', 'ArrowRight'] },
  { name: commandMessages.bar, keys: ['ArrowUp', 'ArrowDown'] },
];

/** Runs the command of a key press; the keys of text fields and open dialogs stay theirs. */
export function pressKey(event: KeyboardEvent, session: Session): void {
  const { target } = event;
  if (!(target instanceof Element) || target.closest('[role="dialog"], [role="alertdialog"], [role="menu"]'))
    return;
  const pressed = keyOf(event);
  const command = commands.find(
    ({ keys, scope, isNative }) => !isNative && keys.includes(pressed) && isInScope(target, scope, pressed),
  );
  if (!command) return;
  // A command's key is nobody else's: the canvas would take Ctrl+Enter for a selection.
  event.preventDefault();
  event.stopPropagation();
  command.run(session);
}

export function isInScope(target: Element, scope: Command['scope'], pressed: string): boolean {
  const isLetter = /^(Shift\+)?[A-Z0-9]$/.test(pressed);
  const isField =
    target.matches('input:not([type="checkbox"], [type="range"]), textarea, select') ||
    (isLetter && target.closest('[data-typing]') !== null);
  // A search is no edit of the network: its undo is the field's own.
  const isUndo = /^Ctrl\+(Shift\+)?[ZY]$/.test(pressed);
  if (scope === 'anywhere') return !(isUndo && target.matches('input[type="search"]'));
  // A key with Ctrl types nothing.
  if (scope !== 'canvas') return !isField || pressed.startsWith('Ctrl+');
  if (isField) return false;
  // Text that is selected is what copying means; layers out of sight are not what deleting means.
  const hasText = (getSelection()?.toString() ?? '') !== '';
  const region = document.querySelector(canvas);
  return (
    !hasText && region?.checkVisibility() === true && (target.contains(region) || region.contains(target))
  );
}

/** `Ctrl+Shift+Z`; Ctrl stands for the Command key, too. */
function keyOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): string {
  const name = key.length === 1 ? key.toUpperCase() : key;
  // Shift is how some keyboards type a slash or a plus; it counts with letters and with keys that type nothing.
  const hasShift = shiftKey && (key.length > 1 || /^[a-z]$/i.test(key));
  return [(ctrlKey || metaKey) && 'Ctrl', altKey && 'Alt', hasShift && 'Shift', name]
    .filter(Boolean)
    .join('+');
}
