/** How the person likes the window; kept between starts. */
import * as v from 'valibot';
import { directions, type Direction } from '#shared/layout/plan';
import type { Stored } from './stored';

/** What is damaged is as it was at first; the rest stays. */
const schema = v.object({
  theme: v.fallback(v.picklist(['system', 'light', 'dark']), 'system'),
  isProjector: v.fallback(v.boolean(), false),
  hasMotion: v.fallback(v.boolean(), true),
  isSnapping: v.fallback(v.boolean(), true),
  tidyDirection: v.fallback(v.picklist(directions), 'across'),
});
type Saved = v.InferOutput<typeof schema>;
export type Theme = Saved['theme'];

export class Settings {
  readonly #stored: Stored;
  theme = $state<Theme>('system');
  /** Everything larger, for the back of a classroom. */
  isProjector = $state(false);
  hasMotion = $state(true);
  /** What is dragged comes to rest on the grid of the canvas. */
  isSnapping = $state(true);
  tidyDirection = $state<Direction>('across');

  constructor(stored: Stored) {
    this.#stored = stored;
  }

  /** As it was left. */
  recall(): void {
    const { theme, isProjector, hasMotion, isSnapping, tidyDirection } =
      this.#stored.read('settings', schema) ?? v.getFallbacks(schema);
    this.theme = theme;
    this.isProjector = isProjector;
    this.hasMotion = hasMotion;
    this.isSnapping = isSnapping;
    this.tidyDirection = tidyDirection;
  }

  save(): void {
    const { theme, isProjector, hasMotion, isSnapping, tidyDirection } = this;
    const saved: Saved = { theme, isProjector, hasMotion, isSnapping, tidyDirection };
    this.#stored.keep('settings', JSON.stringify(saved));
  }
}
