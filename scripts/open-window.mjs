// Owns opening the app from outside, up to its first window.
import { _electron } from 'playwright';
import { diedAtStart, say, startsAgain } from './prepare/step.mjs';

/** @param {NonNullable<Parameters<typeof _electron.launch>[0]>} options */
export async function openWindow(options, isSecondTry = false) {
  const begin = performance.now();
  /** @type {import('playwright').ElectronApplication | undefined} */
  let app;
  try {
    app = await _electron.launch(options);
    return { app, window: await app.firstWindow() };
  } catch (error) {
    const signal = app?.process().signalCode ?? signalIn(/** @type {Error} */ (error));
    if (isSecondTry || !diedAtStart({ signal, ms: performance.now() - begin })) throw error;
    say(startsAgain);
    return openWindow(options, true);
  }
}

/** What ended the process, where that was before Playwright could hand it out.
 * @param {Error} error */
function signalIn({ message }) {
  return /process did exit: exitCode=null, signal=(SIG\w+)/.exec(message)?.[1];
}
