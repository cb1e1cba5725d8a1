/** What is edited on the canvas: menus of things, notes, history, and places as they are drawn. */
import type { Locator, Page } from '@playwright/test';

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export class EditingPage {
  readonly menu: Locator;
  readonly tidy: Locator;
  readonly history: Locator;

  constructor(private readonly page: Page) {
    this.menu = page.getByRole('menu', { name: 'What can be done here' });
    this.tidy = page.getByRole('button', { name: 'Tidy', exact: true });
    this.history = page.getByRole('button', { name: 'History' });
  }

  item(name: string): Locator {
    return this.page.getByRole('menuitem', { name, exact: true });
  }
  note(text: string): Locator {
    return this.page.getByRole('group', { name: `Note: ${text}` });
  }

  /** Where all that a selector finds is drawn, in the window. */
  readRects(selector: string): Promise<readonly Rect[]> {
    return this.page.locator(selector).evaluateAll((elements) =>
      elements.map((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return { left, top, right, bottom };
      }),
    );
  }
}
