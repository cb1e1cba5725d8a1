/** How large the window and everything in it is: Chromium's own zoom, which icons, charts and the canvas follow, too. */
import { desktop } from '../bridge';

export function zoomWindow(factor: number): void {
  void desktop.call('window.zoom', { factor });
}

/** To it and back. */
export function toggleFullScreen(): void {
  void desktop.call('window.full-screen', undefined);
}
