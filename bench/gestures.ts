/** Gestures on a Svelte Flow canvas, made inside the page: milliseconds from each of their events to the frame that shows it. */
import type { Page } from 'playwright';

export interface Gestures {
  readonly pan: readonly number[];
  readonly zoom: readonly number[];
  readonly drag: readonly number[];
}

/** With everything there is in view, which is the most a canvas can have to draw. */
export async function timeGestures(page: Page): Promise<Gestures> {
  await page.evaluate(install);
  await page.evaluate(async () => {
    const { zoomTo } = tools();
    await zoomTo(0.1);
  });
  await page.waitForTimeout(1500);
  return page.evaluate(async () => {
    const { at, painted, zoomTo, pane } = tools();
    const steps = 60;
    const zoom: number[] = [];
    for (let step = 0; step < steps; step++)
      zoom.push(
        await painted(() => {
          at(pane(), 'wheel', 300, 300, { deltaY: step % 20 < 10 ? -30 : 30 });
        }),
      );
    await zoomTo(0.1);
    const pan: number[] = [];
    at(pane(), 'mousedown', 5, 5);
    for (let step = 0; step < steps; step++)
      pan.push(
        await painted(() => {
          at(window, 'mousemove', 5 + (step % 20), 5 + (step % 20));
        }),
      );
    at(window, 'mouseup', 5, 5);
    const card = [...document.querySelectorAll('.svelte-flow__node')].find((node) => {
      const box = node.getBoundingClientRect();
      return (
        document.elementFromPoint(box.x + box.width / 2, box.y + 3)?.closest('.svelte-flow__node') === node
      );
    });
    if (!card) throw new Error('no card is in view');
    const { x, y } = card.getBoundingClientRect();
    const drag: number[] = [];
    at(card, 'mousedown', x + 3, y + 3);
    for (let step = 1; step <= steps; step++)
      drag.push(
        await painted(() => {
          at(window, 'mousemove', x + 3 + step, y + 3 + step);
        }),
      );
    at(window, 'mouseup', x + 3 + steps, y + 3 + steps);
    return { pan, zoom, drag };
  });
}

interface Tools {
  readonly pane: () => Element;
  readonly at: (target: EventTarget, type: string, x: number, y: number, more?: WheelEventInit) => void;
  readonly painted: (act: () => void) => Promise<number>;
  readonly zoomTo: (zoom: number) => Promise<void>;
}
declare global {
  /** Of the page, once installed. */
  function tools(): Tools;
}

/** What the page is asked to do with, kept on its window. */
export function install(): void {
  const pane = (): Element => {
    const found = document.querySelector('.svelte-flow__pane');
    if (!found) throw new Error('the page has no canvas');
    return found;
  };
  const at: Tools['at'] = (target, type, x, y, more = {}) => {
    const corner = pane().getBoundingClientRect();
    const isOfPane = target === pane();
    const init = {
      ...{ bubbles: true, cancelable: true, view: window, button: 0 },
      ...{ clientX: isOfPane ? corner.x + x : x, clientY: isOfPane ? corner.y + y : y },
      ...more,
    };
    target.dispatchEvent(type === 'wheel' ? new WheelEvent(type, init) : new MouseEvent(type, init));
  };
  /** A message is delivered once the frame is on its way to the screen. */
  const painted = async (act: () => void): Promise<number> => {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const begun = performance.now();
    act();
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(undefined);
    });
    return performance.now() - begun;
  };
  const zoomNow = (): number =>
    new DOMMatrix(getComputedStyle(document.querySelector('.svelte-flow__viewport') ?? pane()).transform).a;
  const zoomTo = async (zoom: number): Promise<void> => {
    for (let tries = 0; tries < 200 && zoomNow() > zoom * 1.02; tries++)
      await painted(() => {
        at(pane(), 'wheel', 0, 0, { deltaY: Math.min(400, 400 * Math.log2(zoomNow() / zoom) + 1) });
      });
  };
  Reflect.set(window, 'tools', () => ({ pane, at, painted, zoomTo }));
}
