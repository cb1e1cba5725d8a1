// Owns what the packaged Electron can no longer be made to do.
import { FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';
import { StepFailed } from '../prepare/step.mjs';

/** The app is its asar and nothing else: no Node program, no debugger, no file of the disk in its window. */
const wanted = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  // There are no cookies, and macOS would ask for the keychain.
  [FuseV1Options.EnableCookieEncryption]: false,
  // Its file is not shipped.
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
};

/** How a set fuse reads in the file: the digit one or nought. */
const states = { on: 49, off: 48 };

/** Sets them, and reads them back from the file.
 * @param {string} executable
 * @param {{ knowsArchive?: boolean, isDriven?: boolean }} [options]  whether it holds the checksum of its archive, which
 *   Electron asks for on Windows and macOS; driven: for the tests alone, which start it with a debugger */
export async function setFuses(executable, { knowsArchive = false, isDriven = false } = {}) {
  const fuses = {
    ...wanted,
    [FuseV1Options.EnableNodeCliInspectArguments]: isDriven,
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: knowsArchive,
  };
  await flipFuses(executable, { version: FuseVersion.V1, ...fuses });
  const found = await getCurrentFuseWire(executable);
  for (const [name, isOn] of Object.entries(fuses)) {
    const state = found[/** @type {FuseV1Options} */ (Number(name))];
    if (Number(state) !== (isOn ? states.on : states.off))
      throw new StepFailed(
        `The fuse ${FuseV1Options[Number(name)]} of ${executable} is not ${isOn ? 'on' : 'off'} after it was set. This Electron is not one that can be shipped.`,
      );
  }
}
