/** The modes there are: what each shows, and what it means to the rest of the window. The only list. */
import type { Component } from 'svelte';
import type { LessonPanel } from '#shared/lesson/lesson';
import type { Mode } from '#shared/lesson/modes';
import type { ModeKind } from '../state/mode-kind';
import { Later } from '../ui/later.svelte';
import Palette from './build/Palette.svelte';
import StagePanel from './data-flow/StagePanel.svelte';

/** The panel left of the canvas, and how wide, in percent of the window. */
interface Side {
  readonly panel: Component | Later<Component>;
  readonly width: number;
  readonly least: number;
  readonly most: number;
  /** Where a lesson hides it, the stages are there. */
  readonly hiddenAs?: LessonPanel;
  /** It needs the room of the inspector, too. */
  readonly isAlone?: true;
}

export interface ShownMode extends ModeKind {
  /** In the canvas's place. */
  readonly lens?: Later<Component>;
  readonly side?: Side;
}

export const stages: Side = { panel: StagePanel, width: 25, least: 13, most: 36 };

export const modeList: Readonly<Record<Mode, ShownMode>> = {
  Overview: { lens: new Later(() => import('./overview/Overview.svelte')) },
  Build: {
    ...{ showsCanvas: true, addsLayers: true },
    side: { ...stages, panel: Palette, width: 16, hiddenAs: 'Layers' },
  },
  'Data Flow': { showsCanvas: true, followsStages: true, side: stages },
  Math: { worksOut: true, lens: new Later(() => import('./math/Math.svelte')) },
  Shapes: { lens: new Later(() => import('./shapes/Shapes.svelte')) },
  Code: {
    showsCanvas: true,
    side: {
      panel: new Later(() => import('./code/Code.svelte')),
      ...{ width: 54, least: 36, most: 70, isAlone: true },
    },
  },
  Train: { lens: new Later(() => import('./train/Train.svelte')) },
  Predict: { lens: new Later(() => import('./predict/Predict.svelte')) },
  Quiz: { lens: new Later(() => import('./quiz/Quiz.svelte')) },
};
