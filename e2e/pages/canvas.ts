/** The canvas: nodes and ports by name, wiring and moving by mouse. */
import type { Locator, Page } from '@playwright/test';

export class Canvas {
  readonly region: Locator;
  readonly fit: Locator;
  /** Layers, and blocks that are closed. */
  readonly cards: Locator;

  constructor(private readonly page: Page) {
    this.region = page.getByRole('region', { name: 'Canvas' });
    this.cards = this.region.locator('.svelte-flow__node-layer, .svelte-flow__node-block');
    this.fit = this.region.getByRole('button', { name: 'Fit', exact: true });
  }

  /** `name` may leave out the rest of the accessible name: `Linear 1`. */
  node(name: string): Locator {
    return this.region.getByRole('group', { name: new RegExp(`^${name}, `) });
  }
  input(node: string, port = 'x'): Locator {
    return this.region.getByRole('button', { name: `${node} input ${port}`, exact: true });
  }
  output(node: string, port = 'y'): Locator {
    return this.region.getByRole('button', { name: `${node} output ${port}`, exact: true });
  }

  async wire(from: string, to: string, port = 'x', answer = 'y'): Promise<void> {
    await this.output(from, answer).hover();
    await this.page.mouse.down();
    // Two moves: the first starts the wire, the second brings it over the port.
    await this.input(to, port).hover({ force: true });
    await this.input(to, port).hover({ force: true, position: { x: 6, y: 7 } });
    await this.page.mouse.up();
  }
}
