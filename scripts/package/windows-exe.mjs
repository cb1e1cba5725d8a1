// Owns what Windows reads in the executable: the icon, the name and version, and which archive it belongs to.
import { readFileSync, writeFileSync } from 'node:fs';
import { NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { StepFailed } from '../prepare/step.mjs';
import { windowsIcons } from './icons.mjs';
import { fourNumbers, publisher } from './windows.mjs';

const { IconGroupEntry, VersionInfo } = Resource;

/** @typedef {{ version: string, archiveHash: string }} Dress */

/** @param {string} file
 * @param {Dress} dress */
export async function dressExecutable(file, { version, archiveHash }) {
  const executable = NtExecutable.from(readFileSync(file));
  const resources = NtExecutableResource.from(executable);
  const { entries } = resources;
  const [icon] = IconGroupEntry.fromEntries(entries);
  const [info] = VersionInfo.fromEntries(entries);
  const [language] = info?.getAllLanguagesForStringValues() ?? [];
  if (!icon || !info || !language)
    throw new StepFailed(`${file} has no icon or no version, so it is not the Electron that can be named.`);
  IconGroupEntry.replaceIconsForResource(entries, icon.id, icon.lang, await windowsIcons());
  info.setFileVersion(fourNumbers(version));
  info.setProductVersion(fourNumbers(version));
  info.setStringValues(language, {
    ...{ ProductName: 'Layerloom', FileDescription: 'Layerloom', InternalName: 'Layerloom' },
    ...{ ProductVersion: version, FileVersion: version, OriginalFilename: 'Layerloom.exe' },
    ...{ CompanyName: publisher, LegalCopyright: `${publisher}, MIT License` },
  });
  info.outputToResourceEntries(entries);
  const archives = [{ file: 'resources\\app.asar', alg: 'SHA256', value: archiveHash }];
  // Windows looks names of resources up in capitals.
  const { lang } = language;
  resources.replaceResourceEntryFromString('INTEGRITY', 'ELECTRONASAR', lang, JSON.stringify(archives));
  resources.outputResource(executable);
  writeFileSync(file, Buffer.from(executable.generate()));
}
