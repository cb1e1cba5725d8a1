// Owns the proof of what macOS is given: the bundle in its zip, made of a stand-in. Nothing of it is run.
import { createHash } from 'node:crypto';
import { lstatSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getRawHeader } from '@electron/asar';
import { capture, say } from '../prepare/step.mjs';
import { buildAppFolder } from './app-folder.mjs';
import { check, done } from './checks.mjs';
import { pack } from './formats.mjs';
import { standInForMac } from './stand-in.mjs';
import { prepareTool } from './tools.mjs';

export async function verifyBundle() {
  say('Looking into the zip for macOS, with a stand-in for Electron ...');
  prepareTool('zip', 'zip');
  prepareTool('unzip', 'unzip');
  const place = mkdtempSync(path.join(tmpdir(), 'layerloom-mac-'));
  try {
    const target = /** @type {const} */ ({ platform: 'darwin', arch: 'arm64' });
    const app = await buildAppFolder(target, standInForMac(path.join(place, 'electron')), [], place);
    const [zip = ''] = await pack(app, { ...target, version: '1.0.0', description: '', isFast: true }, place);
    const unpacked = path.join(place, 'unpacked');
    done(capture('unzip', ['-q', zip, '-d', unpacked]), 'unpack the zip');
    const contents = path.join(unpacked, 'Layerloom/Layerloom.app/Contents');
    const framework = path.join(contents, 'Frameworks/Electron Framework.framework');
    check('links are links', lstatSync(path.join(framework, 'Electron Framework')).isSymbolicLink());
    check(
      'loom can be started',
      (statSync(path.join(contents, 'Resources/bin/loom')).mode & 0o111) === 0o111,
    );
    const files = readdirSync(contents, { recursive: true, encoding: 'utf8' });
    check('the runtime is there once', files.filter((file) => file.endsWith('.dylib')).length === 1);
    check('languages nobody asked for are not', !files.some((file) => file.includes('sw.lproj')));
    const hash = createHash('sha256').update(
      getRawHeader(path.join(contents, 'Resources/app.asar')).headerString,
    );
    const info = readFileSync(path.join(contents, 'Info.plist'), 'utf8');
    check('its archive is the one it names', info.includes(`<string>${hash.digest('hex')}</string>`));
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}
