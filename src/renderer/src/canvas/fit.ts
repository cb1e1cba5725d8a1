/** How everything is brought into view: clear of the tools in the corners, never larger than life. */
import { getViewportForBounds, type FitViewOptions, type Rect, type Viewport } from '@xyflow/svelte';

export const zooms = { least: 0.1, most: 3 };

/** On a projector the view comes closer, as everything else in the window grows. */
export function fitOptions(isProjector: boolean) {
  return {
    padding: { top: '64px', right: '36px', bottom: '104px', left: '36px' },
    maxZoom: isProjector ? 1.5 : 1.15,
  } satisfies FitViewOptions;
}

/** The same before all of it is drawn: what is out of view then need never be. */
export function viewAround(bounds: Rect, width: number, height: number, isProjector: boolean): Viewport {
  const { padding, maxZoom } = fitOptions(isProjector);
  return getViewportForBounds(bounds, width, height, zooms.least, maxZoom, padding);
}
