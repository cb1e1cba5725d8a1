// Owns which packages there are for a platform.
import { buildDeb } from './deb.mjs';
import { buildMsi } from './msi.mjs';
import { buildSetup } from './nsis.mjs';
import { buildTarball } from './tarball.mjs';
import { buildZip } from './zip.mjs';

/** @typedef {Pick<import('./options.mjs').Options, 'platform' | 'arch' | 'isFast'> & {
 *   version: string,
 *   description: string,
 * }} About */

/** @param {string} app  the app's folder
 * @param {About} about
 * @param {string} work
 * @returns {Promise<string[]>} the files */
export async function pack(app, about, work) {
  const { platform, arch } = about;
  switch (platform) {
    case 'linux':
      return [buildDeb(app, about, work), buildTarball(app, about, work)];
    case 'darwin':
      return [buildZip(app, { ...about, platform }, work)];
    case 'win32': {
      const setup = await buildSetup(app, about, work);
      // wixl makes none for ARM.
      const msi = arch === 'x64' ? [await buildMsi(app, about, work)] : [];
      return [setup, ...msi, buildZip(app, { ...about, platform }, work)];
    }
  }
}
