/** What other parts ask of the canvas's view: to fit, to show a node, and where there is room. */
import type { NodeId, Position } from '#shared/document/document';

export class View {
  /** A request to fit everything into the window; fresh each time. */
  fitting = $state.raw<{ readonly isAnimated: boolean } | undefined>();
  /** A fresh object each time, so that asking for the same node again moves the view again. */
  shown = $state.raw<{ readonly id: NodeId } | undefined>();
  /** Where the next card goes, near a place where one is wanted; set by the canvas while it is on screen. */
  place: (wanted?: Position) => Position = (wanted) => wanted ?? { x: 0, y: 0 };
  /** A node whose card is to have the focus; fresh each time. */
  taken = $state.raw<{ readonly id: NodeId } | undefined>();

  /** To the next part of the window, or the one before; set by the window. */
  round: (by: 1 | -1) => void = () => undefined;

  /** The person has moved the view; it stays where they put it. */
  isHeld = false;

  /** Someone asked for it. */
  fit(): void {
    this.isHeld = false;
    this.fitting = { isAnimated: true };
  }

  /** Another document is shown: at once, so that nothing moves under the hand. */
  start(): void {
    this.isHeld = false;
    this.fitting = { isAnimated: false };
  }

  /** Fits again unless the person has moved the view. */
  refit(): void {
    if (!this.isHeld) this.fitting = { isAnimated: false };
  }

  /** A node: its card is brought into sight, and has the focus. */
  take(id: NodeId): void {
    this.taken = { id };
  }

  /** A node, or a group. */
  show(id: NodeId): void {
    this.isHeld = true;
    this.shown = { id };
  }
}
