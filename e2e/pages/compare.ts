/** The panel that holds two runs against each other. */
import type { Locator, Page } from '@playwright/test';

export class ComparePanel {
  readonly region: Locator;
  readonly standing: Locator;
  readonly list: Locator;
  readonly lines: Locator;
  readonly with: Locator;

  constructor(private readonly page: Page) {
    this.region = page.getByRole('region', { name: 'Compare', exact: true });
    this.standing = this.region.getByRole('status');
    this.list = this.region.getByRole('listbox', { name: 'Nodes compared' });
    this.lines = this.list.getByRole('option');
    this.with = this.region.getByRole('combobox', { name: 'Compare with' });
  }

  async open(): Promise<void> {
    await this.page.getByRole('button', { name: 'View' }).click();
    await this.page.getByRole('menuitem', { name: 'Compare…' }).click();
  }
  button(name: string): Locator {
    return this.region.getByRole('button', { name, exact: true });
  }
  field(name: string): Locator {
    return this.region.getByRole('textbox', { name, exact: true });
  }
}
