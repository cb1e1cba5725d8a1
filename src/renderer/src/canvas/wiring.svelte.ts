/** Wiring by keyboard: Enter on one port, Enter on another; Escape lets go. */
import { createContext } from 'svelte';
import type { End } from '#shared/document/document';

type Side = 'input' | 'output';

export class Wiring {
  #start = $state.raw<(End & { readonly side: Side }) | undefined>();
  /** Where the wire that is being led would end. */
  aim = $state.raw<End | undefined>();
  readonly #connect: (from: End, to: End) => void;

  constructor(connect: (from: End, to: End) => void) {
    this.#connect = connect;
  }

  isAt(node: string, port: string): boolean {
    return [this.#start, this.aim].some((end) => end?.node === node && end.port === port);
  }

  join(from: End, to: End): void {
    this.#connect(from, to);
  }

  press(event: KeyboardEvent, end: End, side: Side): void {
    if (event.key === 'Escape') this.#start = undefined;
    const isPress = event.key === 'Enter' || event.key === ' ';
    if (!isPress || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const start = this.#start;
    if (!start || start.side === side) {
      this.#start = { ...end, side };
      return;
    }
    this.#start = undefined;
    if (side === 'input') this.#connect(start, end);
    else this.#connect(end, start);
  }
}

export const [getWiring, setWiring] = createContext<Wiring>();
