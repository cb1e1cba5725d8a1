/** The window's own copying, cutting and pasting, where it is about the canvas: no permission is needed for what the person does. */
import { isInScope } from './commands';
import type { Session } from './session.svelte';

export function copied(event: ClipboardEvent, session: Session): void {
  if (!isOnCanvas(event)) return;
  const text = session.clipboard.copy();
  if (text === undefined) return;
  event.preventDefault();
  event.clipboardData?.setData('text/plain', text);
  if (event.type === 'cut') session.chosen.remove();
}

export function pasted(event: ClipboardEvent, session: Session): void {
  if (!isOnCanvas(event)) return;
  event.preventDefault();
  session.chosen.paste(event.clipboardData?.getData('text/plain') ?? '');
}

function isOnCanvas({ target }: ClipboardEvent): boolean {
  const isDialog = target instanceof Element && target.closest('[role="dialog"], [role="alertdialog"]');
  return target instanceof Element && !isDialog && isInScope(target, 'canvas', '');
}
