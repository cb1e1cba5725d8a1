// Owns what `npm run package` may be asked for.
import { parseArgs } from 'node:util';
import { StepFailed } from '../prepare/step.mjs';

/** What both Electron and onnxruntime-node are built for. */
const targets = /** @type {const} */ ({
  linux: ['x64', 'arm64'],
  win32: ['x64', 'arm64'],
  darwin: ['arm64'],
});

/** @typedef {keyof typeof targets} Platform
 * @typedef {'x64' | 'arm64'} Arch
 * @typedef {{
 *   platform: Platform,
 *   arch: Arch,
 *   isHere: boolean,
 *   zip: string | undefined,
 *   vcRuntime: string | undefined,
 *   isFast: boolean,
 *   isVerified: boolean,
 * }} Options  `isHere`: for this machine's own platform */

export const usage = `Usage: npm run package -- [--platform linux|win32|darwin] [--arch x64|arm64] [--electron-zip FILE]
                          [--vc-runtime FOLDER] [--fast] [--verify]

  --electron-zip FILE  the official Electron for that platform, held against the checksums of the electron package;
                       without it the one that npm start runs is taken, or for another platform downloaded
  --vc-runtime FOLDER  for Windows: a folder with the DLLs of the Visual C++ runtime, which a clean Windows lacks
  --fast               larger packages, sooner
  --verify             tries out what was made: unpacked, as an ordinary user, without a network; and the
                       installers for Windows in wine, with a stand-in for the app`;

/** @param {readonly string[]} words
 * @param {{ platform: string, arch: string }} here
 * @returns {Options} */
export function optionsIn(words, here) {
  const { values } = parsed(words);
  const { platform, arch } = target(values.platform ?? here.platform, values.arch ?? here.arch);
  const isHere = platform === here.platform && arch === here.arch;
  const vcRuntime = values['vc-runtime'];
  if (vcRuntime !== undefined && platform !== 'win32')
    throw new StepFailed('--vc-runtime is for Windows alone: leave it out, or say --platform win32.');
  if (values.verify && !(isHere && platform === 'linux'))
    throw new StepFailed(
      '--verify tries out the packages for the Linux it runs on, and the installers for Windows with a stand-in: leave out --platform and --arch.',
    );
  return {
    ...{ platform, arch, isHere, vcRuntime, zip: values['electron-zip'] },
    ...{ isFast: values.fast === true, isVerified: values.verify === true },
  };
}

/** @param {string} platform
 * @param {string} arch
 * @returns {{ platform: Platform, arch: Arch }} */
function target(platform, arch) {
  if (!isPlatform(platform))
    throw new StepFailed(
      `There is no package for ${platform}: --platform takes ${Object.keys(targets).join(', ')}.`,
    );
  const known = targets[platform].find((each) => each === arch);
  if (known) return { platform, arch: known };
  const reason = platform === 'darwin' && arch === 'x64' ? ', which left Intel Macs with 1.24' : '';
  throw new StepFailed(
    `There is no onnxruntime-node for ${platform} ${arch}${reason}: --arch takes ${targets[platform].join(' or ')}.`,
  );
}

/** @param {string} name
 * @returns {name is Platform} */
function isPlatform(name) {
  return Object.hasOwn(targets, name);
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
        'vc-runtime': { type: 'string' },
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
