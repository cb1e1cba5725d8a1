/** How the person likes the window; kept between starts. */
import * as v from 'valibot';
import type { Stored } from './stored';

/** What is damaged is as it was at first; the rest stays. */
const schema = v.object({
  theme: v.fallback(v.picklist(['system', 'light', 'dark']), 'system'),
  isProjector: v.fallback(v.boolean(), false),
  hasMotion: v.fallback(v.boolean(), true),
});
type Saved = v.InferOutput<typeof schema>;
export type Theme = Saved['theme'];

export class Settings {
  readonly #stored: Stored;
  theme = $state<Theme>('system');
  /** Everything larger, for the back of a classroom. */
  isProjector = $state(false);
  hasMotion = $state(true);

  constructor(stored: Stored) {
    this.#stored = stored;
  }

  /** As it was left. */
  recall(): void {
    const { theme, isProjector, hasMotion } = this.#stored.read('settings', schema) ?? v.getFallbacks(schema);
    this.theme = theme;
    this.isProjector = isProjector;
    this.hasMotion = hasMotion;
  }

  save(): void {
    const { theme, isProjector, hasMotion } = this;
    this.#stored.keep('settings', JSON.stringify({ theme, isProjector, hasMotion } satisfies Saved));
  }
}
