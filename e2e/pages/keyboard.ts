/** The keyboard alone: presses are counted, and what has the focus is told by its name. */
import type { Page } from '@playwright/test';

export class Keyboard {
  /** Presses so far. */
  count = 0;

  constructor(private readonly page: Page) {}

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.count++;
      await this.page.keyboard.press(key);
    }
  }
  async type(text: string): Promise<void> {
    this.count += text.length;
    await this.page.keyboard.type(text);
  }

  /** What has the focus: its name, or what it shows. */
  readFocus(): Promise<string> {
    return this.page.evaluate(() => {
      const { activeElement } = document;
      if (!activeElement || activeElement === document.body) return 'nothing';
      return activeElement.ariaLabel ?? activeElement.textContent.trim();
    });
  }

  /** The name of the part of the window that has the focus: the outermost that is called something. */
  readRegion(): Promise<string> {
    return this.page.evaluate(() => {
      const parts: string[] = [];
      const named = 'section[aria-label], nav[aria-label], header, footer';
      for (let part = document.activeElement?.closest(named); part; part = part.parentElement?.closest(named))
        parts.push(part.ariaLabel ?? part.tagName);
      return parts.at(-1) ?? 'nothing';
    });
  }

  /** Names of all Tab stops of the window, once round. */
  async readStops(): Promise<string[]> {
    const names: string[] = [];
    await this.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    const seen = await this.page.evaluateHandle(() => new Set<Element>());
    for (let press = 0; press < 400; press++) {
      await this.page.keyboard.press('Tab');
      const name = await seen.evaluate((known) => {
        const element = document.activeElement;
        if (!element || element === document.body) return '';
        if (known.has(element)) return undefined;
        known.add(element);
        return element.ariaLabel ?? element.textContent.trim();
      });
      if (name === undefined) break;
      if (name !== '') names.push(name);
    }
    await seen.dispose();
    return names;
  }
}
