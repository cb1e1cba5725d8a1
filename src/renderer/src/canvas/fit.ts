/** How everything is brought into view: clear of the tools in the corners, never larger than life. */
import { getViewportForBounds, type FitViewOptions, type Rect, type Viewport } from '@xyflow/svelte';

export const zooms = { least: 0.1, most: 3 };

/** Names on cards can be read from here on. */
const legible = 0.65;
const padding = { top: 64, right: 36, bottom: 104, left: 36 };
/** A larger network is not brought into view as a whole where it could not be read then. */
export const large = 100;

/** On a projector the view comes closer, as everything else in the window grows. */
export function fitOptions(isProjector: boolean) {
  return {
    padding: {
      top: `${padding.top}px`,
      right: `${padding.right}px`,
      bottom: `${padding.bottom}px`,
      left: `${padding.left}px`,
    },
    maxZoom: isProjector ? 1.5 : 1.15,
  } satisfies FitViewOptions;
}

/** The same before all of it is drawn: what is out of view then need never be. */
export function viewAround(bounds: Rect, width: number, height: number, isProjector: boolean): Viewport {
  const { padding: around, maxZoom } = fitOptions(isProjector);
  return getViewportForBounds(bounds, width, height, zooms.least, maxZoom, around);
}

/** The whole where its names can be read, else where it begins. */
export function viewOfStart(bounds: Rect, width: number, height: number, isProjector: boolean): Viewport {
  const whole = viewAround(bounds, width, height, isProjector);
  if (whole.zoom >= legible) return whole;
  const isNarrow = bounds.width * legible < width - padding.left - padding.right;
  return {
    x: (isNarrow ? (width - bounds.width * legible) / 2 : padding.left) - bounds.x * legible,
    y: padding.top - bounds.y * legible,
    zoom: legible,
  };
}
