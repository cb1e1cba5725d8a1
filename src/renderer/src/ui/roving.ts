/**
 * Many things that are one Tab stop: within them the arrow keys walk, Home and End go to the ends, and Tab comes back to
 * the one that had the focus last.
 */
import type { Attachment } from 'svelte/attachments';
import { canFocus, isTyping } from './focus';

interface Roving {
  /** What is walked through, as a selector. */
  readonly items: string;
  /** None of them is a Tab stop: something else leads here. */
  readonly isAside?: boolean;
  /** The arrows that walk; the others stay free for something else. */
  readonly along?: 'x' | 'y' | 'both';
  /** Where a key leads from the item with the focus, in place of the next in line; true where that is seen to. */
  readonly step?: (event: KeyboardEvent, at: number) => boolean;
}

const chosen = '[aria-current], [aria-selected="true"], [aria-pressed="true"]';

export function roving({ items, along = 'both', isAside = false, step }: Roving): Attachment<HTMLElement> {
  return (root) => {
    let current: HTMLElement | undefined;
    let before: readonly HTMLElement[] = [];

    const all = (): HTMLElement[] => [...root.querySelectorAll<HTMLElement>(items)];

    /** One of them is the stop, whatever was drawn, taken away or disabled meanwhile. */
    function settle(): void {
      const now = all();
      if (!current || !now.includes(current) || current.matches(':disabled'))
        current = now.find((item) => item.matches(chosen)) ?? now.find((item) => !item.matches(':disabled'));
      for (const item of before) if (!now.includes(item)) item.tabIndex = -1;
      before = now;
      for (const item of now) {
        const stop = item === current && !isAside ? 0 : -1;
        if (item.getAttribute('tabindex') !== String(stop)) item.tabIndex = stop;
      }
    }

    function come({ target }: FocusEvent): void {
      if (!(target instanceof HTMLElement) || !target.matches(items)) return;
      current = target;
      settle();
    }

    function press(event: KeyboardEvent): void {
      const { target, key, ctrlKey, metaKey, altKey } = event;
      if (event.defaultPrevented || altKey || !(target instanceof HTMLElement)) return;
      if (isTyping(target) && ['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(key)) return;
      const list = all().filter(canFocus);
      const at = list.indexOf(target);
      if (at < 0) return;
      if (step) {
        if (step(event, all().indexOf(target))) event.preventDefault();
        return;
      }
      if (ctrlKey || metaKey) return;
      const next = list[nextOf(key, at, list.length, along)];
      if (!next) return;
      event.preventDefault();
      next.focus();
    }

    settle();
    const observer = new MutationObserver(settle);
    observer.observe(root, { childList: true, subtree: true, attributeFilter: ['disabled', 'aria-current'] });
    root.addEventListener('focusin', come);
    root.addEventListener('keydown', press);
    return () => {
      observer.disconnect();
      root.removeEventListener('focusin', come);
      root.removeEventListener('keydown', press);
    };
  };
}

/** -1 for a key that leads nowhere. */
function nextOf(key: string, at: number, length: number, along: 'x' | 'y' | 'both'): number {
  const back = (key === 'ArrowLeft' && along !== 'y') || (key === 'ArrowUp' && along !== 'x');
  const on = (key === 'ArrowRight' && along !== 'y') || (key === 'ArrowDown' && along !== 'x');
  if (back) return at - 1;
  if (on) return at + 1;
  if (key === 'Home') return 0;
  return key === 'End' ? length - 1 : -1;
}
