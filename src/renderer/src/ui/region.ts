/** The parts of the window, one idea each: F6 goes from one to the next, and comes to where the focus was in it. */
import type { Attachment } from 'svelte/attachments';
import { canFocus, firstStop } from './focus';

const regions = new Set<HTMLElement>();
const lastIn = new WeakMap<HTMLElement, HTMLElement>();

export const region: Attachment<HTMLElement> = (element) => {
  const remember = ({ target }: FocusEvent): void => {
    if (target instanceof HTMLElement && target !== element) lastIn.set(element, target);
  };
  regions.add(element);
  element.addEventListener('focusin', remember);
  return () => {
    regions.delete(element);
    element.removeEventListener('focusin', remember);
  };
};

/** Those on screen, as they are read; of one that is made of others, the others. */
function present(): readonly HTMLElement[] {
  const seen = [...regions].filter((each) => each.checkVisibility());
  return seen
    .filter((each) => !seen.some((other) => other !== each && each.contains(other)))
    .sort((one, other) => (one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1));
}

export function regionAround(element: Element): HTMLElement | undefined {
  return present().find((each) => each.contains(element));
}

export function goRound(by: 1 | -1): void {
  const all = present();
  const { activeElement } = document;
  const at = all.findIndex((each) => each.contains(activeElement));
  // From nowhere, forward is to the first and back to the last.
  const next = all.at(at < 0 ? (by > 0 ? 0 : -1) : (at + by) % all.length);
  if (next) enter(next);
}

/** Of the region with this name; answers whether it is on screen. */
export function goTo(name: string, wanted?: string): boolean {
  const found = present().find((each) => each.ariaLabel === name);
  if (!found) return false;
  const first = wanted === undefined ? null : found.querySelector(wanted);
  if (first && canFocus(first)) first.focus();
  else enter(found);
  return true;
}

/** Of what is within, the first. */
export function goInto(within: Element): void {
  const [first] = present().filter((each) => within.contains(each));
  if (first) enter(first);
}

function enter(element: HTMLElement): void {
  const last = lastIn.get(element);
  const stop = last && element.contains(last) && canFocus(last) ? last : firstStop(element);
  // One without anything to press is read all the same.
  if (!stop) element.tabIndex = -1;
  (stop ?? element).focus();
}
