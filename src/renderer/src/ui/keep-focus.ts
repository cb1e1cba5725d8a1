/**
 * The focus comes back where it came from. What had it may go: a dialog closes, a repair is done, a block opens, a button is
 * another one now. The browser then gives it to nothing; here it goes to what is nearest in the same part of the window, else
 * to what had it before.
 */
import { canFocus, firstStop } from './focus';
import { regionAround } from './region';

interface Mark {
  readonly element: HTMLElement;
  /** What it was in, from the inside out, as far as its region. */
  readonly around: readonly HTMLElement[];
}

const overlays = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"][data-state]';
const trailLimit = 20;

export function keepFocus(): () => void {
  let trail: readonly Mark[] = [];
  let frame = 0;

  /** What has it in the end: some hand it on at once. */
  function come(): void {
    const target = document.activeElement;
    if (!(target instanceof HTMLElement) || target === document.body) return;
    const others = trail.filter(({ element }) => element !== target);
    trail = [...others, { element: target, around: aroundOf(target) }].slice(-trailLimit);
  }

  /** Cheap: it is asked with every change of the page. */
  function isLost(): boolean {
    const last = trail.at(-1)?.element;
    const { activeElement } = document;
    const isNowhere = activeElement === null || activeElement === document.body;
    return (
      !!last && (isNowhere || activeElement === last) && (!last.isConnected || last.matches(':disabled'))
    );
  }

  function look(): void {
    if (isLost()) lookSoon();
  }
  function lookSoon(): void {
    cancelAnimationFrame(frame);
    // Once what takes its place is drawn, and has not asked for the focus itself.
    frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(bringBack);
    });
  }

  function bringBack(): void {
    const { activeElement } = document;
    const last = trail.at(-1)?.element;
    const isElsewhere = activeElement !== null && activeElement !== document.body && activeElement !== last;
    // What is still there was left on purpose, by a click on nothing.
    if (!last || isElsewhere || canFocus(last)) return;
    while (trail.length > 0) {
      const mark = trail.at(-1);
      const next = mark && nearest(mark);
      if (next) {
        tabThatIsOn(next).focus();
        return;
      }
      trail = trail.slice(0, -1);
    }
  }

  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ['disabled', 'inert'] });
  document.addEventListener('focusin', come);
  document.addEventListener('focusout', lookSoon);
  return () => {
    cancelAnimationFrame(frame);
    observer.disconnect();
    document.removeEventListener('focusin', come);
    document.removeEventListener('focusout', lookSoon);
  };
}

/** Nothing is around what lies over the window: when it goes, all of it goes. */
function aroundOf(element: HTMLElement): readonly HTMLElement[] {
  const region = element.closest(overlays) ? undefined : regionAround(element);
  const around: HTMLElement[] = [];
  for (let each = element.parentElement; region && each && region.contains(each); each = each.parentElement)
    around.push(each);
  return around;
}

/** A tab is chosen by the focus, and another may have been chosen meanwhile. */
function tabThatIsOn(element: HTMLElement): HTMLElement {
  if (!element.matches('[role="tab"][aria-selected="false"]')) return element;
  return element.closest('[role="tablist"]')?.querySelector<HTMLElement>('[aria-selected="true"]') ?? element;
}

function nearest({ element, around }: Mark): HTMLElement | undefined {
  if (canFocus(element)) return element;
  for (const each of around) {
    const stop = each.isConnected ? firstStop(each) : undefined;
    if (stop) return stop;
  }
  return undefined;
}
