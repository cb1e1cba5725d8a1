/** How everything is brought into view: clear of the tools in the corners, never larger than life. */
import type { FitViewOptions } from '@xyflow/svelte';

/** On a projector the view comes closer, as everything else in the window grows. */
export function fitOptions(isProjector: boolean): FitViewOptions {
  return {
    padding: { top: '64px', right: '36px', bottom: '104px', left: '36px' },
    maxZoom: isProjector ? 1.5 : 1.15,
  };
}
