/** How the person likes the window; kept between starts. */
import * as v from 'valibot';
import { commonMessages } from '#shared/messages/common';
import { readStored, store, type ReportKept } from './stored';

const key = 'layerloom.settings';

/** What is damaged is as it was at first; the rest stays. */
const schema = v.object({
  theme: v.fallback(v.picklist(['system', 'light', 'dark']), 'system'),
  isProjector: v.fallback(v.boolean(), false),
  hasMotion: v.fallback(v.boolean(), true),
});
type Saved = v.InferOutput<typeof schema>;
export type Theme = Saved['theme'];

export class Settings {
  theme = $state<Theme>('system');
  /** Everything larger, for the back of a classroom. */
  isProjector = $state(false);
  hasMotion = $state(true);

  readonly #report: ReportKept;

  constructor(report: ReportKept) {
    this.#report = report;
    const { theme, isProjector, hasMotion } = readStored(key, schema) ?? v.getFallbacks(schema);
    this.theme = theme;
    this.isProjector = isProjector;
    this.hasMotion = hasMotion;
  }

  save(): void {
    const { theme, isProjector, hasMotion } = this;
    const saved: Saved = { theme, isProjector, hasMotion };
    store(key, JSON.stringify(saved), commonMessages.keptSettings, this.#report);
  }
}
