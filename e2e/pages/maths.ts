/** Math: the stages, the number worked out, and the same number by hand. */
import type { Locator, Page } from '@playwright/test';

export class Maths {
  readonly stages: Locator;
  readonly arithmetic: Locator;
  readonly numbers: Locator;
  readonly terms: Locator;
  readonly result: Locator;
  readonly status: Locator;

  constructor(page: Page) {
    this.stages = page.getByRole('navigation', { name: 'Stages' });
    this.arithmetic = page.getByRole('region', { name: 'Arithmetic' });
    this.numbers = page.getByRole('region', { name: 'Numbers' });
    this.terms = this.arithmetic.getByRole('table', { name: 'Terms of the sum' });
    this.result = this.arithmetic.getByRole('group', { name: 'Result' });
    this.status = this.arithmetic.getByRole('status');
  }

  stage(name: string): Locator {
    return this.stages.getByRole('button', { name });
  }
  view(name: string): Locator {
    return this.arithmetic.getByRole('tab', { name });
  }
  button(name: string): Locator {
    return this.arithmetic.getByRole('button', { name, exact: true });
  }
  channel(at: number): Locator {
    return this.arithmetic.getByRole('group', { name: `Channel ${at} of the window`, exact: true });
  }
  /** One of a channel's three grids as numbers: `Input`, `Weight` or `Product`. */
  async readGrid(channel: number, name: string): Promise<number[]> {
    const grid = this.channel(channel).getByRole('table', {
      name: `Channel ${channel}: ${name}`,
      exact: true,
    });
    return (await grid.getByRole('cell').allInnerTexts()).map(Number);
  }
  step(name: string): Locator {
    return this.arithmetic.getByRole('textbox', { name, exact: true });
  }
  output(at: number): Locator {
    return this.numbers.getByRole('grid', { name: 'Output' }).getByRole('button').nth(at);
  }

  /** The rows of the sum as numbers: what is in the columns after the first. */
  async readRows(): Promise<number[][]> {
    const rows = await this.terms.locator('tbody').getByRole('row').all();
    return Promise.all(
      rows.map(async (row) =>
        (await row.getByRole('cell').allInnerTexts())
          .slice(1)
          .filter((text) => text.trim() !== '')
          .map(Number),
      ),
    );
  }
}
