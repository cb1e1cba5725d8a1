/** Train mode: settings, the table, the epochs. */
import type { Locator, Page } from '@playwright/test';

export class Training {
  readonly train: Locator;
  readonly oneEpoch: Locator;
  readonly oneBatch: Locator;
  readonly pause: Locator;
  readonly resume: Locator;
  readonly status: Locator;
  readonly stop: Locator;
  readonly trace: Locator;
  readonly chart: Locator;
  readonly epoch: Locator;
  readonly keep: Locator;
  readonly views: Locator;
  readonly openFile: Locator;
  readonly data: Locator;

  constructor(private readonly page: Page) {
    this.train = page.getByRole('button', { name: 'Train', exact: true });
    this.oneEpoch = page.getByRole('button', { name: 'One epoch' });
    this.stop = page
      .getByRole('region', { name: 'Training', exact: true })
      .getByRole('button', { name: 'Stop' });
    const run = page.getByRole('region', { name: 'Training', exact: true });
    this.oneBatch = run.getByRole('button', { name: 'One batch' });
    this.pause = run.getByRole('button', { name: 'Pause' });
    this.resume = run.getByRole('button', { name: 'Resume' });
    this.status = run.getByRole('status');
    this.trace = page.getByRole('table', { name: 'Training trace' });
    this.chart = page.getByRole('img', { name: 'Loss and accuracy by epoch' });
    this.epoch = page.getByRole('slider', { name: 'Epoch' });
    this.openFile = page.getByRole('button', { name: 'Open a file…' });
    this.data = page.getByRole('combobox', { name: 'Data set' });
    this.views = page.getByRole('tablist', { name: 'What to watch' }).getByRole('tab');
    this.keep = page.getByRole('button', { name: 'Keep' });
  }

  /** Opens one of the views of what is learned. */
  async watch(name: string): Promise<void> {
    await this.page.getByRole('tab', { name, exact: true }).click();
  }
  /** Types a number into a field of the settings. */
  async set(name: string, value: string): Promise<void> {
    await this.setting(name).fill(value);
    await this.setting(name).press('Tab');
  }
  setting(name: string): Locator {
    return this.page.getByLabel(name, { exact: true });
  }
  rows(): Locator {
    return this.trace.getByRole('row');
  }
  /** The cells of one column, top to bottom. */
  column(at: number): Locator {
    return this.trace.locator(`tbody tr td:nth-child(${at + 1})`);
  }
}
