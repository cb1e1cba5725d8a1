/** What follows the document and leads out of the window: the engine, the unsaved work, and how large all of it is drawn. */
import { untrack } from 'svelte';
import type { Inference } from '#shared/document/infer';
import type { Session } from './session.svelte';

/** Call where effects may be begun: as a component is made, or in a root of one's own. */
export function follow(session: Session): void {
  const { comparer, editor, tracer, trainer } = session;
  const { safekeeping } = session.workspace;
  const { parameters, inputs, seed } = $derived(trainer.document);
  /** What a run is of: where cards stand, and what they are grouped in, is not. */
  const ran = $derived({ inference: editor.inference, numbers: [parameters, inputs, seed] });
  let traced: Inference | undefined;
  $effect(() => {
    const { inference } = ran;
    const trace = (): void => {
      traced = inference;
      if (tracer.isLive) session.trace(trainer.document, inference);
    };
    // Another network is another model, which is made once its cards are painted.
    if (inference !== traced) return session.host.afterPaint(trace);
    untrack(trace);
    return undefined;
  });
  $effect(() => {
    const { wanted } = comparer;
    untrack(() => {
      comparer.follow(wanted);
    });
  });
  $effect(() => {
    safekeeping.edited(editor.document);
  });
  $effect(() => {
    safekeeping.trained(trainer.run?.standing);
  });
  // Chromium's own zoom, which icons, charts and the canvas follow, too.
  $effect(() => {
    void session.host.desktop.call('window.zoom', { factor: session.settings.zoom });
  });
}
