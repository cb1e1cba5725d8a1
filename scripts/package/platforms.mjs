// Owns what an app's folder looks like on each platform.
import path from 'node:path';
import { dressBundle } from './mac-bundle.mjs';
import { dressExecutable } from './windows-exe.mjs';

/** @typedef {{ version: string, archiveHash: string }} Dress  a name, an icon and the archive it belongs to
 * @typedef {{
 *   electron: string,
 *   executable: string,
 *   resources: string,
 *   languages: { folders: readonly string[], ending: string },
 *   native: RegExp,
 *   loom: { file: string, text: string },
 *   dress?: (executable: string, dress: Dress) => Promise<void>,
 * }} Layout  `electron` is what Electron calls the `executable`, and `native` are the libraries that are taken */

const framework = 'Layerloom.app/Contents/Frameworks/Electron Framework.framework/Versions/A';

/** Where it is called by a link, its own folder is looked for. */
const here = 'here=$(dirname "$(readlink -f "$0")")';
const words = '--disable-gpu --log-level=3 --loom --';

/** @type {Readonly<Record<import('./options.mjs').Platform, Layout>>} */
export const layouts = {
  linux: {
    electron: 'electron',
    executable: 'layerloom',
    resources: 'resources',
    languages: { folders: ['locales'], ending: '.pak' },
    native: /\.(node|so[.\d]*)$/,
    loom: {
      file: 'bin/loom',
      text: `#!/bin/sh
# Layerloom on the command line, without a window: loom help
if [ "$(id -u)" = 0 ]; then
  echo "loom runs as an ordinary user, not as root." >&2
  exit 1
fi
${here}
exec "$here/../layerloom" --ozone-platform=headless ${words} "$@"
`,
    },
  },
  win32: {
    electron: 'electron.exe',
    executable: 'Layerloom.exe',
    resources: 'resources',
    languages: { folders: ['locales'], ending: '.pak' },
    // Without DirectML and its compilers, 38 MB: networks of this size need no graphics card.
    native: /^onnxruntime(_binding\.node|\.dll)$/,
    loom: {
      file: 'bin/loom.cmd',
      // In a file of commands the prompt waits for a program that has windows, and hands its exit code on.
      text: `@rem Layerloom on the command line, without a window: loom help\r
@"%~dp0..\\Layerloom.exe" ${words} %*\r
`,
    },
    dress: dressExecutable,
  },
  darwin: {
    electron: 'Electron.app',
    executable: 'Layerloom.app',
    resources: 'Layerloom.app/Contents/Resources',
    languages: {
      folders: ['Layerloom.app/Contents/Resources', path.join(framework, 'Resources')],
      ending: '.lproj',
    },
    // The same library lies there once more, by its full version.
    native: /^(onnxruntime_binding\.node|libonnxruntime\.1\.dylib)$/,
    loom: {
      file: 'Layerloom.app/Contents/Resources/bin/loom',
      text: `#!/bin/sh
# Layerloom on the command line, without a window: loom help
${here}
exec "$here/../../MacOS/Layerloom" ${words} "$@"
`,
    },
    dress: dressBundle,
  },
};
