// Owns a Windows to try installers in: wine, with its disk and registry in a folder of its own.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { capture, say } from '../prepare/step.mjs';
import { done } from './checks.mjs';
import { prepareTool } from './tools.mjs';

/** What Windows and its programs leave by themselves. */
const passing = [
  /^(windows|users\/[^/]+\/(AppData\/Local\/)?Temp)\//,
  // The folder of all programs that one person has installed.
  /^users\/[^/]+\/AppData\/Local\/Programs$/,
];

export class Wine {
  #env;
  #disk;
  #prefix;
  #before;

  /** @param {string} place  a folder of its own */
  constructor(place) {
    prepareTool('wine', 'wine64', 'wine');
    say('Setting up a Windows of wine ...');
    this.#prefix = path.join(place, 'wine');
    this.#disk = path.join(this.#prefix, 'drive_c');
    const home = path.join(place, 'home');
    for (const folder of [home, this.#prefix]) mkdirSync(folder);
    this.#env = {
      ...{ PATH: process.env.PATH, LANG: 'C.UTF-8', USER: 'pupil', HOME: home, WINEPREFIX: this.#prefix },
      // No debug output, no menus of the desktop outside, and neither Mono nor Gecko are asked for.
      ...{ WINEDEBUG: '-all', WINEDLLOVERRIDES: 'winemenubuilder.exe,mscoree,mshtml=' },
    };
    done(this.run('wineboot', '--init'), 'set up wine');
    // The oldest Windows that Electron runs on.
    done(this.run('winecfg', '-v', 'win10'), 'set up wine');
    this.rest();
    this.#before = new Set(this.#files());
  }

  /** Runs a program of Windows to its end.
   * @param {...string} command */
  run(...command) {
    return capture('wine', command, { env: this.#env, cwd: this.#prefix });
  }

  /** Runs one, and does not wait for it.
   * @param {...string} command */
  start(...command) {
    return spawn('wine', command, { env: this.#env, cwd: this.#prefix, stdio: 'ignore' });
  }

  /** Until all programs have ended; then the registry is on the disk outside. */
  rest() {
    done(capture('wineserver', ['-w'], { env: this.#env }), 'wait for wine');
  }

  /** Ends all programs. */
  end() {
    capture('wineserver', ['-k'], { env: this.#env });
    this.rest();
  }

  /** The file outside, of one of `C:` with `/`.
   * @param {string} file */
  outside(file) {
    return path.join(this.#disk, file);
  }

  /** Files of `C:` that were not there at first, and lines of the registry that tell of the app. */
  traces() {
    this.rest();
    const files = this.#files().filter((file) => !this.#before.has(file));
    const lines = ['system.reg', 'user.reg'].flatMap((name) =>
      readFileSync(path.join(this.#prefix, name), 'utf8').split('\n'),
    );
    return [...files, ...lines.filter((line) => /loom|\.onnx/i.test(line))];
  }

  #files() {
    return readdirSync(this.#disk, { recursive: true, withFileTypes: true })
      .map(({ parentPath, name }) => path.relative(this.#disk, path.join(parentPath, name)))
      .filter((file) => !passing.some((each) => each.test(file)));
  }
}
