/** The top of the window: files, lessons, modes, undo, provider. */
import type { Locator, Page } from '@playwright/test';

export class Header {
  readonly undo: Locator;
  readonly redo: Locator;
  readonly provider: Locator;
  readonly whyNot: Locator;
  readonly title: Locator;
  readonly modes: Locator;

  constructor(private readonly page: Page) {
    this.undo = page.getByRole('button', { name: 'Undo' });
    this.redo = page.getByRole('button', { name: 'Redo' });
    this.provider = page.getByRole('combobox', { name: 'Run on' });
    this.whyNot = page.getByRole('button', { name: 'Why not elsewhere' });
    this.modes = page.getByRole('tablist', { name: 'Learning modes' }).getByRole('tab');
    this.title = page.getByRole('heading', { level: 1 });
  }

  mode(name: string): Locator {
    return this.page.getByRole('tab', { name, exact: true });
  }
  async chooseFile(item: string): Promise<void> {
    await this.page.getByRole('button', { name: 'File', exact: true }).click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }
  async openLesson(title: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Open lesson' }).click();
    await this.page.getByRole('menuitem', { name: title }).click();
  }
  async chooseView(item: string): Promise<void> {
    await this.page.getByRole('button', { name: 'View' }).click();
    await this.page.getByRole('menuitemradio', { name: item, exact: true }).click();
  }
}
