/** The bar at the bottom: running and stepping. */
import type { Locator, Page } from '@playwright/test';

export class Transport {
  readonly toolbar: Locator;
  readonly run: Locator;
  readonly stop: Locator;
  readonly first: Locator;
  readonly previous: Locator;
  readonly next: Locator;
  readonly last: Locator;
  readonly play: Locator;
  readonly place: Locator;

  constructor(page: Page) {
    this.toolbar = page.getByRole('toolbar', { name: 'Forward pass' });
    const button = (name: string) => this.toolbar.getByRole('button', { name, exact: true });
    this.run = button('Run');
    this.stop = button('Stop');
    this.first = button('First stage');
    this.previous = button('Previous stage');
    this.next = button('Next stage');
    this.last = button('Last stage');
    this.play = button('Play');
    this.place = this.toolbar.getByRole('status');
  }
}
