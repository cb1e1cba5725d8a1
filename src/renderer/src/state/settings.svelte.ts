/** How the person likes the window; kept between starts. */
import * as v from 'valibot';
import { MediaQuery } from 'svelte/reactivity';
import { directions, type Direction } from '#shared/layout/plan';
import type { Stored } from './stored';

/** How large everything is drawn, from step to step. */
export const zooms = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3] as const;
const [least, most] = [0.8, 3];
/** On a projector as large as leaves the window this wide. */
const roomy = 1000;

/** What is damaged is as it was at first; the rest stays. */
const schema = v.object({
  theme: v.fallback(v.picklist(['system', 'light', 'dark']), 'system'),
  zoom: v.fallback(v.pipe(v.number(), v.minValue(least), v.maxValue(most)), 1),
  hasMotion: v.fallback(v.boolean(), true),
  isSnapping: v.fallback(v.boolean(), true),
  tidyDirection: v.fallback(v.picklist(directions), 'across'),
});
type Saved = v.InferOutput<typeof schema>;
export type Theme = Saved['theme'];

export class Settings {
  readonly #stored: Stored;
  theme = $state<Theme>('system');
  zoom = $state(1);
  hasMotion = $state(true);
  /** What is dragged comes to rest on the grid of the canvas. */
  isSnapping = $state(true);
  tidyDirection = $state<Direction>('across');
  #isCalm: MediaQuery | undefined;

  constructor(stored: Stored) {
    this.#stored = stored;
  }

  /** Whether things move: wanted here, and not unwanted by the system. */
  get moves(): boolean {
    this.#isCalm ??= new MediaQuery('(prefers-reduced-motion: reduce)');
    return this.hasMotion && !this.#isCalm.current;
  }

  zoomTo(zoom: number): void {
    this.zoom = zoom;
    this.save();
  }
  zoomBy(step: 1 | -1): void {
    const next =
      step > 0 ? zooms.find((zoom) => zoom > this.zoom) : zooms.findLast((zoom) => zoom < this.zoom);
    if (next !== undefined) this.zoomTo(next);
  }
  /** Everything larger, for the back of a classroom. */
  get isProjector(): boolean {
    return this.zoom > 1.1;
  }
  setProjector(isOn: boolean, width: number): void {
    this.zoomTo(isOn ? Math.max(1.25, zooms.findLast((zoom) => width / zoom >= roomy) ?? 1) : 1);
  }

  /** As it was left. */
  recall(): void {
    const { theme, zoom, hasMotion, isSnapping, tidyDirection } =
      this.#stored.read('settings', schema) ?? v.getFallbacks(schema);
    this.theme = theme;
    this.zoom = zoom;
    this.hasMotion = hasMotion;
    this.isSnapping = isSnapping;
    this.tidyDirection = tidyDirection;
  }

  save(): void {
    const { theme, zoom, hasMotion, isSnapping, tidyDirection } = this;
    const saved: Saved = { theme, zoom, hasMotion, isSnapping, tidyDirection };
    this.#stored.keep('settings', JSON.stringify(saved));
  }
}
