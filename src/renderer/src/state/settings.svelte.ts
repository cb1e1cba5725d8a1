/** How the person likes the window; kept between starts. */

export type Theme = 'system' | 'light' | 'dark';
const key = 'layerloom.settings';

interface Saved {
  readonly theme: Theme;
  readonly isProjector: boolean;
  readonly hasMotion: boolean;
}

export class Settings {
  theme = $state<Theme>('system');
  /** Everything larger, for the back of a classroom. */
  isProjector = $state(false);
  hasMotion = $state(true);

  constructor() {
    const text = localStorage.getItem(key);
    const saved: Partial<Saved> = text === null ? {} : (JSON.parse(text) as Partial<Saved>);
    this.theme = saved.theme ?? 'system';
    this.isProjector = saved.isProjector ?? false;
    this.hasMotion = saved.hasMotion ?? true;
  }

  save(): void {
    const { theme, isProjector, hasMotion } = this;
    localStorage.setItem(key, JSON.stringify({ theme, isProjector, hasMotion } satisfies Saved));
  }
}
