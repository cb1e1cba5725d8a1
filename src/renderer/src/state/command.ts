/** What a key does: one shape for all of them, as menus and the help show it. */
import type { Session } from './session.svelte';

export interface Command {
  readonly name: string;
  /** As printed in the help; the first is what others name. */
  readonly keys: readonly string[];
  /** `anywhere` also while a text field has the focus; `canvas` only where the layers are. */
  readonly scope?: 'anywhere' | 'canvas';
  /** The window's own event is what does it, which its keys lead to. */
  readonly isNative?: boolean;
  /** Why it cannot be done now; undefined where it can. */
  whyNot?(session: Session): string | undefined;
  run(session: Session): void;
}
