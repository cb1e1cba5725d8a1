/** Keys for what is edited on the canvas. */
import { editingMessages as messages } from '#shared/messages/editing';
import type { Command } from './command';
import { whyNoCards, whyNoName, whyNoNode, whyNothing } from './why-not';

export const canvasCommands: readonly Command[] = [
  {
    name: messages.tidy,
    keys: ['Shift+T'],
    whyNot: whyNothing,
    run: ({ editing }) => void editing.arranging.tidy(),
  },
  {
    name: messages.rename,
    keys: ['F2'],
    scope: 'canvas',
    whyNot: whyNoName,
    run: ({ editing }) => {
      editing.renameChosen();
    },
  },
  {
    name: messages.replace,
    keys: ['R'],
    scope: 'canvas',
    whyNot: whyNoNode,
    run: ({ editing, selection }) => (editing.replacing = selection.only),
  },
  {
    name: messages.lock,
    keys: ['Shift+L'],
    scope: 'canvas',
    whyNot: whyNoCards,
    run: ({ chosen }) => {
      chosen.toggle('set-locked');
    },
  },
  {
    name: messages.note,
    keys: ['Shift+N'],
    scope: 'canvas',
    run: ({ editing, view }) => {
      editing.addNote(view.place());
    },
  },
  {
    name: messages.openMenu,
    keys: ['Shift+F10', 'ContextMenu'],
    scope: 'anywhere',
    run: () => {
      openMenuAtFocus();
    },
  },
];

/** As the other button of the mouse would, at what has the focus; where nothing has it, at what is selected on the canvas. */
function openMenuAtFocus(): void {
  const { activeElement } = document;
  const pane = document.querySelector('.svelte-flow__pane');
  const chosen = ['node', 'edge'].map((kind) => document.querySelector(`.svelte-flow__${kind}.selected`));
  const focused = pane && activeElement?.contains(pane) ? (chosen.find(Boolean) ?? pane) : activeElement;
  if (!focused) return;
  const { left, top, width, height } = focused.getBoundingClientRect();
  const point = { clientX: left + Math.min(width / 2, 24), clientY: top + Math.min(height / 2, 24) };
  focused.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...point }));
}
