/** Shapes: the totals, the blocks to scale, the summary by layer, and the rows at once. */
import type { Locator, Page } from '@playwright/test';

export class Shapes {
  readonly totals: Locator;
  readonly blocks: Locator;
  readonly table: Locator;
  readonly rowsAtOnce: Locator;
  readonly slider: Locator;
  readonly sentence: Locator;

  constructor(private readonly page: Page) {
    this.totals = page.getByRole('region', { name: 'Totals' });
    this.blocks = page.getByRole('region', { name: 'Shapes to scale' });
    this.table = page.getByRole('table', { name: 'Summary' });
    this.rowsAtOnce = page.getByRole('spinbutton', { name: 'Rows at once' });
    this.slider = page.getByRole('slider', { name: 'Rows at once' });
    this.sentence = page.getByRole('region', { name: 'Batch' }).getByRole('status');
  }

  /** The numbers above: `Parameters`. */
  figure(name: string): Locator {
    const term = this.totals.getByRole('term').filter({ hasText: new RegExp(`^${name}$`) });
    return term.locator('xpath=following-sibling::dd');
  }
  layer(name: string): Locator {
    return this.table.getByRole('button', { name, exact: true });
  }
  block(name: string): Locator {
    return this.blocks.getByRole('button', { name: new RegExp(`^${name}[,:]`) });
  }
  /** What stands in the row of a layer, without its name. */
  row(name: string): Locator {
    const button = this.page.getByRole('button', { name, exact: true });
    return this.table.getByRole('row').filter({ has: button }).getByRole('cell');
  }
  back(rows: number): Locator {
    return this.page.getByRole('button', { name: `Back to ${rows}`, exact: true });
  }
}
