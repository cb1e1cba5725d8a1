/** Code: the network written out, its lines, and what is lit of them. */
import type { Locator, Page } from '@playwright/test';

export class CodePage {
  readonly region: Locator;
  readonly list: Locator;
  readonly lines: Locator;
  readonly lit: Locator;
  readonly copy: Locator;
  readonly save: Locator;

  constructor(page: Page) {
    this.region = page.getByRole('region', { name: 'Code', exact: true });
    this.list = this.region.getByRole('listbox');
    this.lines = this.list.getByRole('option');
    this.lit = this.list.getByRole('option', { selected: true });
    this.copy = this.region.getByRole('button', { name: 'Copy' });
    this.save = this.region.getByRole('button', { name: 'Save…' });
  }

  async writeAs(name: string): Promise<void> {
    await this.region.getByRole('tab', { name, exact: true }).click();
  }
  line(text: string | RegExp): Locator {
    return this.list.getByRole('option', { name: text, exact: true });
  }
}
