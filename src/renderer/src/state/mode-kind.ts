/** What a mode means to the rest of the window; `modes/index.ts` lists them with what they show. */
import type { Mode } from '#shared/lesson/modes';

export interface ModeKind {
  /** The canvas is beside its panel; else the panel is in the canvas's place. */
  readonly showsCanvas?: true;
  /** Layers can be put on the canvas. */
  readonly addsLayers?: true;
  /** The canvas shows the numbers only of what has been reached, stage by stage. */
  readonly followsStages?: true;
  /** It works numbers out, so it begins at the first stage that is not given. */
  readonly worksOut?: true;
}

export type ModeKinds = Readonly<Record<Mode, ModeKind>>;
