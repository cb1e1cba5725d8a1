// Owns the archive for Windows and macOS: unpacked anywhere, started from there.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { capture } from '../prepare/step.mjs';
import { done } from './checks.mjs';
import { requireTool } from './tools.mjs';

const readmes = {
  win32: `Layerloom

Unpack all of this folder first; nothing has to be installed.

Start:         Layerloom.exe            (or drop a .loom file on it)
Command line:  bin\\loom help
Licences:      LICENSE and the files LICENSE*

It is not signed, so Windows asks before it first starts: "More info", then "Run anyway".
If a network does not run and a word about onnxruntime appears, the machine lacks the Visual C++ runtime. Whoever
administers it installs vc_redist from Microsoft once.
`,
  darwin: `Layerloom, for Macs with Apple silicon

It is not signed. Move Layerloom.app to where it shall stay, then type once, in that folder:

  xattr -dr com.apple.quarantine Layerloom.app
  codesign --force --deep --sign - Layerloom.app

Start:         open Layerloom.app
Command line:  Layerloom.app/Contents/Resources/bin/loom help
Licences:      LICENSE and the files LICENSE*
`,
};

/** @param {string} app  the app's folder
 * @param {{ version: string, platform: 'win32' | 'darwin', arch: string, isFast: boolean }} about
 * @param {string} work
 * @returns {string} the archive */
export function buildZip(app, { version, platform, arch, isFast }, work) {
  requireTool('zip', 'zip');
  const text = readmes[platform];
  const readme = platform === 'win32' ? text.replaceAll('\n', '\r\n') : text;
  writeFileSync(path.join(app, 'README.txt'), readme);
  const file = path.join(work, zipName(version, platform, arch));
  // Links stay links: a framework of macOS is made of them.
  const packed = capture('zip', ['-qrXy', isFast ? '-1' : '-9', file, path.basename(app)], {
    cwd: path.dirname(app),
  });
  done(packed, 'make a zip');
  return file;
}

/** @param {string} version
 * @param {'win32' | 'darwin'} platform
 * @param {string} arch */
export function zipName(version, platform, arch) {
  return `layerloom-${version}-${platform === 'win32' ? 'windows' : 'macos'}-${arch}.zip`;
}
