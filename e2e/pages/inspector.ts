/** The inspector: fields, numbers and the sum of the selected node. */
import type { Locator, Page } from '@playwright/test';

export class Inspector {
  readonly region: Locator;
  readonly name: Locator;
  readonly output: Locator;
  readonly outputShape: Locator;
  readonly sum: Locator;

  constructor(page: Page) {
    this.region = page.getByRole('region', { name: 'Inspector' });
    this.name = this.region.getByRole('textbox', { name: 'Name', exact: true });
    this.output = this.region.getByRole('grid', { name: 'Output' });
    this.outputShape = this.region.getByLabel('Output shape');
    this.sum = this.region.getByRole('group', { name: 'Sum' });
  }

  attribute(name: string): Locator {
    return this.region.getByLabel(name, { exact: true });
  }
  /** One editable number: `weight 0, 1`. */
  number(tensor: string, ...index: number[]): Locator {
    return this.region.getByRole('textbox', { name: `${tensor} ${index.join(', ')}`, exact: true });
  }
  outputNumber(at: number): Locator {
    return this.output.getByRole('button').nth(at);
  }

  /** The numbers on screen. */
  async readOutputs(): Promise<number[]> {
    return (await this.output.getByRole('gridcell').allInnerTexts()).map(Number);
  }
  /** Every value of an editable tensor. */
  async readNumbers(tensor: string): Promise<number[]> {
    const fields = this.region.getByRole('grid', { name: tensor }).getByRole('textbox');
    return Promise.all((await fields.all()).map(async (field) => Number(await field.inputValue())));
  }
}
