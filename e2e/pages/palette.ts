/** The palette: layers by kind, dragged onto the canvas. */
import type { Locator, Page } from '@playwright/test';
import { settled } from '../settled';

export class Palette {
  readonly region: Locator;
  readonly search: Locator;

  constructor(private readonly page: Page) {
    this.region = page.getByRole('region', { name: 'Layers' });
    this.search = this.region.getByRole('searchbox', { name: 'Search layers' });
  }

  layer(kind: string): Locator {
    return this.region.getByRole('button', { name: kind, exact: true });
  }

  /** `x` and `y` are shares of the canvas's width and height. */
  async drag(kind: string, x: number, y: number): Promise<void> {
    const canvas = this.page.getByRole('region', { name: 'Canvas' });
    const box = await settled(() => canvas.boundingBox());
    await this.layer(kind).dragTo(canvas, { targetPosition: { x: box.width * x, y: box.height * y } });
  }
}
