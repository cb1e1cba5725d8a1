// Owns stand-ins for Electron for other platforms, laid out as its zips are.
import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'plist';
import { capture } from '../prepare/step.mjs';
import { done } from './checks.mjs';
import { requireTool } from './tools.mjs';

/** Before its fuses: that there are as many as these, all off. */
const fuses = `dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u0008${'0'.repeat(8)}`;

/** It only notes its words, waits if told so, and ends with the exit code 3. */
const script = `Target amd64-unicode
SilentInstall silent
SetCompress off
CRCCheck off
RequestExecutionLevel user
!include FileFunc.nsh
!include LogicLib.nsh
VIProductVersion 1.0.0.0
VIAddVersionKey FileVersion 1
VIAddVersionKey ProductName "Stand-in"
VIAddVersionKey FileDescription "Stand-in"
VIAddVersionKey LegalCopyright ""
Section
  \${GetParameters} $0
  FileOpen $1 "C:\\words.txt" w
  FileWrite $1 "$EXEPATH|$0"
  FileClose $1
  SetErrorLevel 3
  \${If} $0 == "wait"
    Sleep 20000
  \${EndIf}
SectionEnd
`;

/** @param {string} folder  a new one
 * @returns {string} the folder */
export function standInForWindows(folder) {
  requireTool('makensis', 'nsis');
  mkdirSync(path.join(folder, 'locales'), { recursive: true });
  mkdirSync(path.join(folder, 'resources'));
  for (const name of ['LICENSE', 'version', 'locales/en-US.pak', 'locales/sw.pak'])
    writeFileSync(path.join(folder, name), name);
  const executable = path.join(folder, 'electron.exe');
  const source = `${folder}.nsi`;
  writeFileSync(source, script);
  done(capture('makensis', ['-V2', `-XOutFile ${executable}`, source]), 'make a stand-in for Electron');
  appendFileSync(executable, fuses, 'latin1');
  return folder;
}

/** Nothing of it runs; what has to be changed and kept in a bundle is there.
 * @param {string} folder  a new one
 * @returns {string} the folder */
export function standInForMac(folder) {
  const contents = 'Electron.app/Contents';
  const framework = `${contents}/Frameworks/Electron Framework.framework`;
  const helpers = ['Electron Helper', 'Electron Helper (GPU)'].map((name) => ({
    name,
    contents: `${contents}/Frameworks/${name}.app/Contents`,
  }));
  /** @type {Readonly<Record<string, string>>} */
  const files = {
    ...{ LICENSE: 'Electron', version: '1' },
    [`${contents}/Info.plist`]: build({ CFBundleName: 'Electron', CFBundleIconFile: 'electron.icns' }),
    [`${contents}/MacOS/Electron`]: '',
    [`${contents}/Resources/electron.icns`]: '',
    [`${contents}/Resources/default_app.asar`]: '',
    [`${framework}/Versions/A/Electron Framework`]: fuses,
    ...Object.fromEntries(
      ['en', 'pt_BR', 'sw'].flatMap((language) => [
        [`${contents}/Resources/${language}.lproj/none`, ''],
        [`${framework}/Versions/A/Resources/${language}.lproj/locale.pak`, ''],
      ]),
    ),
    ...Object.fromEntries(
      helpers.flatMap((helper) => [
        [`${helper.contents}/MacOS/${helper.name}`, ''],
        [`${helper.contents}/Info.plist`, build({ CFBundleName: helper.name, LSUIElement: true })],
      ]),
    ),
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, name), text, 'latin1');
  }
  symlinkSync('A', path.join(folder, framework, 'Versions/Current'));
  for (const name of ['Resources', 'Electron Framework'])
    symlinkSync(`Versions/Current/${name}`, path.join(folder, framework, name));
  return folder;
}
