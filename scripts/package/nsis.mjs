// Owns the setup for Windows: for the person who starts it, or for all with /ALLUSERS; without a question with /S.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { capture } from '../prepare/step.mjs';
import { done } from './checks.mjs';
import { foldersIn, sizeOf } from './files.mjs';
import { windowsIcon } from './icons.mjs';
import { requireTool } from './tools.mjs';
import { fourNumbers, publisher, registryEntries, uninstallKey } from './windows.mjs';

/** @typedef {{ version: string, arch: 'x64' | 'arm64', isFast: boolean }} About */

/** @param {string} app  the app's folder
 * @param {About} about
 * @param {string} work
 * @returns {Promise<string>} the setup */
export async function buildSetup(app, about, work) {
  requireTool('makensis', 'nsis');
  const setup = path.join(work, `layerloom-${about.version}-windows-${about.arch}-setup.exe`);
  const icon = path.join(work, 'icon.ico');
  writeFileSync(icon, await windowsIcon());
  const script = path.join(work, 'setup.nsi');
  const kilobytes = Math.ceil(sizeOf(app) / 1024);
  writeFileSync(script, setupScript({ ...about, app, icon, setup, kilobytes, folders: foldersIn(app) }));
  done(capture('makensis', ['-V2', '-WX', '-INPUTCHARSET', 'UTF8', script]), 'make the setup');
  return setup;
}

/** @param {About & {
 *   app: string,
 *   icon: string,
 *   setup: string,
 *   kilobytes: number,
 *   folders: import('./files.mjs').Folder[],
 * }} about */
export function setupScript({ version, arch, isFast, app, icon, setup, kilobytes, folders }) {
  return `; Each Windows for ARM runs programs for 32 bits, and not each of them those for x64.
Target ${arch === 'x64' ? 'amd64' : 'x86'}-unicode
SetCompressor /SOLID ${isFast ? 'zlib' : 'lzma'}
ManifestDPIAware true
RequestExecutionLevel user
AllowSkipFiles off
Name "Layerloom"
OutFile ${quoted(setup)}
!define MUI_ICON ${quoted(icon)}
!define MUI_UNICON ${quoted(icon)}
!include MUI2.nsh
!include FileFunc.nsh
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE English
VIProductVersion ${fourNumbers(version)}
VIAddVersionKey ProductName "Layerloom"
VIAddVersionKey FileDescription "Layerloom Setup"
VIAddVersionKey CompanyName ${quoted(publisher)}
VIAddVersionKey LegalCopyright ${quoted(`${publisher}, MIT License`)}
VIAddVersionKey FileVersion ${quoted(version)}
VIAddVersionKey ProductVersion ${quoted(version)}
${macros}
Function .onInit
  SetRegView 64
  \${GetParameters} $0
  ClearErrors
  \${GetOptions} $0 "/ALLUSERS" $1
  \${If} \${Errors}
    StrCpy $1 "$LOCALAPPDATA\\Programs\\Layerloom"
  \${Else}
    UserInfo::GetAccountType
    Pop $0
    \${If} $0 != "Admin"
      !insertmacro refuse "/ALLUSERS installs for everybody, so start this as an administrator."
    \${EndIf}
    SetShellVarContext all
    StrCpy $1 "$PROGRAMFILES64\\Layerloom"
  \${EndIf}
  ; Set by /D=FOLDER alone.
  \${If} $INSTDIR == ""
    StrCpy $INSTDIR $1
  \${EndIf}
FunctionEnd

Section
  !insertmacro refuseWhileRunning
  ReadRegStr $1 SHCTX "${uninstallKey}" InstallLocation
  \${If} $1 != ""
  \${AndIf} \${FileExists} "$1\\Uninstall.exe"
    ExecWait '"$1\\Uninstall.exe" /S _?=$1' $0
    \${If} $0 != 0
      !insertmacro refuse "The Layerloom in $1 could not be removed. Remove it, then start this again."
    \${EndIf}
    Delete "$1\\Uninstall.exe"
    RMDir $1
  \${EndIf}
  \${If} \${FileExists} "${executable}"
    !insertmacro refuse "Another installer put a Layerloom in $INSTDIR. Remove it, then start this again."
  \${EndIf}
${folders.map((each) => takeFolder(app, each)).join('\n')}
  WriteUninstaller "$INSTDIR\\Uninstall.exe"
  CreateShortcut "${shortcut}" "${executable}"
${entries.map(([key, name, value]) => `  WriteRegStr SHCTX "${key}" "${name}" ${expanded(value)}`).join('\n')}
${uninstallEntry(version)
  .map(([name, value]) => `  WriteRegStr SHCTX "${uninstallKey}" ${name} ${expanded(value)}`)
  .join('\n')}
  WriteRegDWORD SHCTX "${uninstallKey}" EstimatedSize ${kilobytes}
  WriteRegDWORD SHCTX "${uninstallKey}" NoModify 1
  WriteRegDWORD SHCTX "${uninstallKey}" NoRepair 1
  !insertmacro tellExplorer
SectionEnd

Function un.onInit
  SetRegView 64
  ReadRegStr $0 HKLM "${uninstallKey}" InstallLocation
  \${If} $0 == $INSTDIR
    SetShellVarContext all
    UserInfo::GetAccountType
    Pop $0
    \${If} $0 != "Admin"
      !insertmacro refuse "Layerloom was installed for everybody, so start this as an administrator."
    \${EndIf}
  \${EndIf}
FunctionEnd

Section Uninstall
  !insertmacro refuseWhileRunning
  Delete "${shortcut}"
${entries.map(([key, name, value]) => `  !insertmacro forget "${key}" "${name}" ${expanded(value)}`).join('\n')}
${keysOf(entries)
  .map((key) => `  DeleteRegKey /ifempty SHCTX "${key}"`)
  .join('\n')}
  DeleteRegKey SHCTX "${uninstallKey}"
  Delete "$INSTDIR\\Uninstall.exe"
${folders.toReversed().map(removeFolder).join('\n')}
  !insertmacro tellExplorer
SectionEnd
`;
}

const executable = '$INSTDIR\\Layerloom.exe';
const shortcut = '$SMPROGRAMS\\Layerloom.lnk';
const entries = registryEntries(executable).map(
  ([key, name, value]) => /** @type {const} */ ([`Software\\${key}`, name, value]),
);

/** @param {string} version
 * @returns {[string, string][]} */
function uninstallEntry(version) {
  return [
    ['DisplayName', 'Layerloom'],
    ['DisplayVersion', version],
    ['Publisher', publisher],
    ['DisplayIcon', executable],
    ['InstallLocation', '$INSTDIR'],
    ['UninstallString', '"$INSTDIR\\Uninstall.exe"'],
    ['QuietUninstallString', '"$INSTDIR\\Uninstall.exe" /S'],
  ];
}

/** What was installed is known by name: in a folder that was chosen badly, nothing else is ever removed. */
const macros = `
!macro refuse sentence
  MessageBox MB_OK|MB_ICONSTOP "\${sentence}" /SD IDOK
  SetErrorLevel 2
  Quit
!macroend

; A program that runs cannot be written to.
!macro refuseWhileRunning
  \${If} \${FileExists} "${executable}"
    ClearErrors
    FileOpen $0 "${executable}" a
    \${If} \${Errors}
      !insertmacro refuse "Layerloom is running. Close it, then start this again."
    \${EndIf}
    FileClose $0
  \${EndIf}
!macroend

; What somebody else has put there since stays.
!macro forget key name value
  ReadRegStr $0 SHCTX "\${key}" "\${name}"
  \${If} $0 == \`\${value}\`
    DeleteRegValue SHCTX "\${key}" "\${name}"
  \${EndIf}
!macroend

; Kinds of files have changed.
!macro tellExplorer
  System::Call "shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)"
!macroend
`;

/** @param {string} app
 * @param {import('./files.mjs').Folder} folder */
function takeFolder(app, { folder, names }) {
  const files = names.map((name) => `  File ${quoted(path.join(app, folder, name))}`);
  return [`  SetOutPath "${installed(folder)}"`, ...files].join('\n');
}

/** @param {import('./files.mjs').Folder} folder */
function removeFolder({ folder, names }) {
  const files = names.map((name) => `  Delete "${installed(path.posix.join(folder, name))}"`);
  return [...files, `  RMDir "${installed(folder)}"`].join('\n');
}

/** @param {string} file  within the app's folder */
function installed(file) {
  return ['$INSTDIR', ...escaped(file).split('/')].filter((part) => part !== '').join('\\');
}

/** Keys that Windows has anyway. */
const shared = /^Software(\\Classes|\\Microsoft(\\Windows(\\CurrentVersion(\\App Paths)?)?)?)?$/;

/** Each key with those it lies in, the innermost first.
 * @param {typeof entries} all */
function keysOf(all) {
  const keys = all.flatMap(([key]) => {
    const parts = key.split('\\');
    return parts.map((_part, index) => parts.slice(0, index + 1).join('\\'));
  });
  return [...new Set(keys)]
    .filter((key) => !shared.test(key))
    .sort((one, other) => other.length - one.length);
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('$', '$$$$').replaceAll('"', '$\\"');
}

/** @param {string} text */
function quoted(text) {
  return `"${escaped(text)}"`;
}

/** A value of the registry, with its variables.
 * @param {string} text */
function expanded(text) {
  return `"${text.replaceAll('"', '$\\"')}"`;
}
