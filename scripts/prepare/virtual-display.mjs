// Owns the screen that stands in where the machine has none.

// Without -noreset the server starts anew when its last client leaves, and refuses who connects at that moment.
/** @param {string} command
 * @param {string[]} args
 * @returns {[string, string[]]} the same command, on a virtual display of its own */
export function onVirtualDisplay(command, args) {
  return ['xvfb-run', ['-a', '-s', '-screen 0 1600x1000x24 -noreset', command, ...args]];
}
