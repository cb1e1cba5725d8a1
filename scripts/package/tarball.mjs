// Owns the archive for who may not install: unpacked anywhere, started from there.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { capture, StepFailed } from '../prepare/step.mjs';
import { requireTool } from './tools.mjs';

const readme = `Layerloom

Start:         ./layerloom            (or ./layerloom my.loom)
Command line:  ./bin/loom help
Licences:      LICENSE and the files LICENSE*

If it ends at once with a word about the SUID sandbox helper, this system keeps programs from making a sandbox of
their own. Whoever administers it can allow this one, in this folder:

  sudo chown root:root chrome-sandbox
  sudo chmod 4755 chrome-sandbox

or install the .deb, which does the same. There is no way without a sandbox, on purpose.
`;

/** @param {string} app  the app's folder
 * @param {{ version: string, arch: string, isFast: boolean }} about
 * @param {string} work
 * @returns {string} the archive */
export function buildTarball(app, { version, arch, isFast }, work) {
  requireTool('tar', 'tar');
  requireTool('xz', 'xz-utils');
  writeFileSync(path.join(app, 'README.txt'), readme);
  const file = path.join(work, `layerloom-${version}-linux-${arch}.tar.xz`);
  const packed = capture(
    'tar',
    ['--owner=0', '--group=0', '--numeric-owner', '-C', path.dirname(app), '-cJf', file, path.basename(app)],
    { env: { ...process.env, XZ_OPT: isFast ? '-0 -T0' : '-6 -T0' } },
  );
  if (!packed.isDone) throw new StepFailed(`tar failed: ${packed.output.trim()}`);
  return file;
}
