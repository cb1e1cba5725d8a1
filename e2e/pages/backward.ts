/** The backward pass in Train mode: its bar, its stage, and the arithmetic of one number. */
import type { Locator, Page } from '@playwright/test';

export class Backward {
  readonly toolbar: Locator;
  readonly place: Locator;
  readonly stage: Locator;
  readonly arithmetic: Locator;
  readonly answer: Locator;

  constructor(page: Page) {
    this.toolbar = page.getByRole('toolbar', { name: 'Backward pass' });
    this.place = this.toolbar.getByRole('status');
    this.stage = page.getByRole('region', { name: 'Stage', exact: true });
    this.arithmetic = page.getByRole('region', { name: 'Arithmetic' });
    this.answer = page.getByLabel('Right answer');
  }

  button(name: string): Locator {
    return this.toolbar.getByRole('button', { name, exact: true });
  }
  /** The numbers of one tensor: `Gradient of weight`. */
  grid(name: string): Locator {
    return this.stage.getByRole('grid', { name, exact: true });
  }
  /** What is outlined of it. */
  lit(name: string): Locator {
    return this.grid(name).locator('[data-lit]');
  }
  /** One of the sums: Loss, Gradient, Update. */
  sum(name: string): Locator {
    return this.arithmetic.getByRole('group', { name, exact: true });
  }
}
