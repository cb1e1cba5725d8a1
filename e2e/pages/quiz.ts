/** Quiz mode: one question at a time, its choices, the verdict. */
import type { Locator, Page } from '@playwright/test';

export class QuizPage {
  readonly region: Locator;
  readonly check: Locator;
  readonly next: Locator;
  readonly more: Locator;
  readonly again: Locator;
  readonly retry: Locator;
  readonly showMe: Locator;
  readonly verdict: Locator;
  readonly score: Locator;
  readonly question: Locator;

  constructor(page: Page) {
    this.region = page.getByRole('article', { name: 'Quiz' });
    this.question = this.region.getByRole('group');
    this.check = this.question.getByRole('button', { name: 'Check answer' });
    this.next = this.question.getByRole('button', { name: 'Next question' });
    this.more = this.question.getByRole('button', { name: 'More questions' });
    this.again = this.question.getByRole('button', { name: 'Ask again with other numbers' });
    this.retry = this.question.getByRole('button', { name: 'Try again' });
    this.showMe = this.question.getByRole('button', { name: 'Show me' });
    this.verdict = this.question.getByRole('status');
    this.score = this.region.getByText(/^\d+ of \d+ right$/);
  }

  asked(text: string | RegExp): Locator {
    return this.region.getByRole('group', { name: text });
  }
  choice(text: string): Locator {
    return this.question.getByRole('radio', { name: text, exact: true });
  }
  number(at: number): Locator {
    return this.region.getByRole('button', { name: new RegExp(`^Question ${at}, `) });
  }

  async answer(text: string): Promise<void> {
    await this.choice(text).check();
    await this.check.click();
  }
}
