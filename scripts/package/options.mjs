// Owns what `npm run package` may be asked for.
import { parseArgs } from 'node:util';
import { StepFailed } from '../prepare/step.mjs';

/** @typedef {'linux'} Platform
 * @typedef {'x64' | 'arm64'} Arch
 * @typedef {{ platform: Platform, arch: Arch, zip: string | undefined, isFast: boolean, isVerified: boolean }} Options */

export const usage = `Usage: npm run package -- [--platform linux] [--arch x64|arm64] [--electron-zip FILE] [--fast] [--verify]

  --electron-zip FILE  the official Electron for that platform, held against the checksums of the electron package;
                       without it, the one that npm start runs is taken, for this machine's own platform
  --fast               larger packages, sooner
  --verify             tries out what was made: unpacked, as an ordinary user, without a network`;

/** Electron has no build for others, and neither has onnxruntime-node. */
const arches = /** @type {const} */ (['x64', 'arm64']);

/** @param {readonly string[]} words
 * @param {{ platform: string, arch: string }} here
 * @returns {Options} */
export function optionsIn(words, here) {
  const { values } = parsed(words);
  const platform = values.platform ?? here.platform;
  const arch = arches.find((known) => known === (values.arch ?? here.arch));
  if (platform !== 'linux')
    throw new StepFailed(
      `There is no package for ${platform} yet: --platform takes linux. On Windows and macOS start the app from a checkout, with npm start.`,
    );
  if (!arch)
    throw new StepFailed(
      `There is no onnxruntime-node for ${platform} ${values.arch ?? here.arch}: --arch takes ${arches.join(' or ')}.`,
    );
  const zip = values['electron-zip'];
  if (zip === undefined && (platform !== here.platform || arch !== here.arch))
    throw new StepFailed(
      `The Electron of this machine is for ${here.platform} ${here.arch}. Name the official one for ${platform} ${arch} with --electron-zip FILE.`,
    );
  return { platform, arch, zip, isFast: values.fast === true, isVerified: values.verify === true };
}

/** @param {readonly string[]} words */
function parsed(words) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        platform: { type: 'string' },
        arch: { type: 'string' },
        'electron-zip': { type: 'string' },
        fast: { type: 'boolean' },
        verify: { type: 'boolean' },
      },
    });
  } catch (error) {
    const isUsage = error instanceof Error && 'code' in error && /^ERR_PARSE_ARGS_/.test(String(error.code));
    if (!isUsage) throw error;
    const [reason = ''] = error.message.split(/\.\s|\n/);
    throw new StepFailed(`${reason}.\n\n${usage}`);
  }
}
