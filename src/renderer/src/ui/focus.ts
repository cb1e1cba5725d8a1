/** What can have the focus, and what has to be known of it: nothing here looks at a component. */

const focusables = 'a[href], button, input, select, textarea, summary, [tabindex]';

/** Whether it can be given the focus now. */
export function canFocus(element: Element): element is HTMLElement {
  return (
    element instanceof HTMLElement &&
    element.isConnected &&
    !element.matches(':disabled') &&
    element.checkVisibility({ visibilityProperty: true }) &&
    !element.closest('[inert]')
  );
}

/** The first of its Tab stops; itself where it is one. */
export function firstStop(within: HTMLElement): HTMLElement | undefined {
  const isStop = (element: Element): element is HTMLElement => canFocus(element) && element.tabIndex >= 0;
  return within.tabIndex >= 0 && canFocus(within)
    ? within
    : [...within.querySelectorAll(focusables)].find(isStop);
}

/** In a text field with all of it selected nothing is being typed: the arrows may lead elsewhere. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLInputElement) || target.selectionStart === null) return false;
  return target.selectionStart !== 0 || target.selectionEnd !== target.value.length;
}
