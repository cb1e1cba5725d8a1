/** How everything is brought into view: clear of the tools in the corners, never larger than life. */
import { getViewportForBounds, type Rect, type Viewport } from '@xyflow/svelte';
import { farthest, legible, pictured } from './detail';

export const zooms = { least: farthest, most: 3 };

const padding = { top: 64, right: 36, bottom: 104, left: 36 };

/** In the library's words. */
const around = {
  top: `${padding.top}px`,
  right: `${padding.right}px`,
  bottom: `${padding.bottom}px`,
  left: `${padding.left}px`,
} as const;

const closest = 1.15;

/** The whole where cards can be told apart then, else as much as can be, from where it begins. */
export function viewAround(bounds: Rect, width: number, height: number): Viewport {
  const whole = getViewportForBounds(bounds, width, height, 0, closest, around);
  return whole.zoom >= farthest ? whole : startAt(farthest, bounds, width, height);
}

/** The whole where cards have their pictures then, else where it begins, so near that their numbers can be read. */
export function viewOfStart(bounds: Rect, width: number, height: number): Viewport {
  const whole = viewAround(bounds, width, height);
  return whole.zoom >= pictured ? whole : startAt(legible, bounds, width, height);
}

/** The upper left; what is narrower or lower than the canvas is in its middle. */
function startAt(zoom: number, bounds: Rect, width: number, height: number): Viewport {
  const startOf = (from: number, size: number, room: number, before: number, after: number): number => {
    const left = room - before - after - size * zoom;
    return before + Math.max(0, left / 2) - from * zoom;
  };
  return {
    x: startOf(bounds.x, bounds.width, width, padding.left, padding.right),
    y: startOf(bounds.y, bounds.height, height, padding.top, padding.bottom),
    zoom,
  };
}
