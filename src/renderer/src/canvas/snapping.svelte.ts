/** The grid that what is dragged comes to rest on; Alt held frees it. */
import { on } from 'svelte/events';
import type { Settings } from '../state/settings.svelte';

/** Half of the distance between two dots. */
const step = 12;

export class Snapping {
  readonly #settings: Settings;
  #isFree = $state(false);

  constructor(settings: Settings) {
    this.#settings = settings;
    $effect(() => {
      const take = (event: Event): void => {
        if (event instanceof KeyboardEvent || event instanceof PointerEvent) this.#isFree = event.altKey;
      };
      const ends = ['keydown', 'keyup', 'pointerdown', 'pointermove'].map((name) =>
        on(window, name, take, { capture: true, passive: true }),
      );
      return () => {
        for (const end of ends) end();
      };
    });
  }

  get grid(): [number, number] | undefined {
    return this.#settings.isSnapping && !this.#isFree ? [step, step] : undefined;
  }
}
