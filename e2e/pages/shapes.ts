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
  async figure(name: string): Promise<string> {
    const term = this.totals.getByRole('term').filter({ hasText: new RegExp(`^${name}$`) });
    return plain(await term.locator('xpath=following-sibling::dd').innerText());
  }
  layer(name: string): Locator {
    return this.table.getByRole('button', { name, exact: true });
  }
  block(name: string): Locator {
    return this.blocks.getByRole('button', { name: new RegExp(`^${name}[,:]`) });
  }
  /** What stands in the row of a layer, without its name. */
  async row(name: string): Promise<string[]> {
    const button = this.page.getByRole('button', { name, exact: true });
    const row = this.table.getByRole('row').filter({ has: button });
    return (await row.getByRole('cell').allInnerTexts()).map(plain);
  }
  back(rows: number): Locator {
    return this.page.getByRole('button', { name: `Back to ${rows}`, exact: true });
  }
}

/** Thousands are kept apart by a narrow space. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
