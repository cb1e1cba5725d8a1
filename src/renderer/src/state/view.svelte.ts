/** What other parts ask of the canvas's view: to fit, to show a node, and where its middle is. */
import type { NodeId, Position } from '#shared/document/document';

export class View {
  /** Counts requests to fit everything into the window. */
  fits = $state(0);
  /** A fresh object each time, so that asking for the same node again moves the view again. */
  shown = $state.raw<{ readonly id: NodeId } | undefined>();
  /** Set by the canvas while it is on screen. */
  centre: () => Position = () => ({ x: 0, y: 0 });

  /** The person has moved the view; it stays where they put it. */
  isHeld = false;

  fit(): void {
    this.isHeld = false;
    this.fits++;
  }

  /** Fits again unless the person has moved the view. */
  refit(): void {
    if (!this.isHeld) this.fits++;
  }

  show(id: NodeId): void {
    this.isHeld = true;
    this.shown = { id };
  }
}
