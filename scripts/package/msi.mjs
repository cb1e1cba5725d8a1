// Owns the MSI for Windows: for all users of a machine, from a group policy.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { capture } from '../prepare/step.mjs';
import { done } from './checks.mjs';
import { foldersIn } from './files.mjs';
import { windowsIcon } from './icons.mjs';
import { requireTool } from './tools.mjs';
import { fourNumbers, publisher, registryEntries, uninstallKey } from './windows.mjs';

const icon = 'icon.ico';

/** By it Windows knows an older version; it never changes. */
const upgradeCode = 'A5B0E6D2-7B1D-4C43-9B0C-5F8D1C2E6A37';

/** @param {string} app  the app's folder
 * @param {{ version: string, arch: 'x64' | 'arm64' }} about
 * @param {string} work
 * @returns {Promise<string>} the package */
export async function buildMsi(app, { version, arch }, work) {
  requireTool('wixl', 'wixl');
  const msi = path.join(work, `layerloom-${version}-windows-${arch}.msi`);
  writeFileSync(path.join(work, icon), await windowsIcon());
  const source = 'layerloom.wxs';
  const text = msiSource({ version, app: path.relative(work, app), folders: foldersIn(app) });
  writeFileSync(path.join(work, source), text);
  // It finds no file by a whole path.
  done(capture('wixl', ['-a', 'x64', '-o', msi, source], { cwd: work }), 'make the MSI');
  return msi;
}

/** @param {{ version: string, app: string, folders: import('./files.mjs').Folder[] }} about */
export function msiSource({ version, app, folders }) {
  const number = fourNumbers(version);
  const files = folders.flatMap(({ folder, names }) => names.map((name) => path.posix.join(folder, name)));
  return `<?xml version="1.0" encoding="UTF-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
  <Product Id="*" UpgradeCode="${upgradeCode}" Name="Layerloom" Manufacturer="${publisher}" Version="${number}" Language="1033">
    <Package InstallerVersion="200" Compressed="yes" InstallScope="perMachine" Description="Layerloom"/>
    <Upgrade Id="${upgradeCode}">
      <UpgradeVersion Property="OTHER" Minimum="0.0.0" IncludeMinimum="yes"/>
      <UpgradeVersion Property="NEWER" Minimum="${number}" IncludeMinimum="no" OnlyDetect="yes"/>
    </Upgrade>
    <Condition Message="A newer Layerloom is installed. Remove it first.">Installed OR NOT NEWER</Condition>
    <Property Id="SETUP">
      <RegistrySearch Id="Setup" Root="HKLM" Key="${uninstallKey}" Name="InstallLocation" Type="raw" Win64="yes"/>
    </Property>
    <Condition Message="Its setup has installed Layerloom for everybody. Remove that first.">Installed OR NOT SETUP</Condition>
    <InstallExecuteSequence>
      <RemoveExistingProducts After="InstallInitialize"/>
    </InstallExecuteSequence>
    <Media Id="1" Cabinet="layerloom.cab" EmbedCab="yes"/>
    <Icon Id="${icon}" SourceFile="${icon}"/>
    <Property Id="ARPPRODUCTICON" Value="${icon}"/>
    <Property Id="ARPNOMODIFY" Value="1"/>
    <Directory Id="TARGETDIR" Name="SourceDir">
      <Directory Id="ProgramMenuFolder"/>
      <Directory Id="ProgramFiles64Folder">
        <Directory Id="${idOf('')}" Name="Layerloom">
          <Component Id="Registry" Guid="*" Win64="yes">
            <Shortcut Id="Start" Directory="ProgramMenuFolder" Name="Layerloom" Target="${executable}"/>
            ${registry.join('\n            ')}
          </Component>
        </Directory>
      </Directory>
    </Directory>
    ${folders
      .slice(1)
      .map(({ folder }) =>
        within(folder, `<Directory Id="${idOf(folder)}" Name="${escaped(path.basename(folder))}"/>`),
      )
      .join('\n    ')}
    ${files.map((file) => within(file, component(file, path.join(app, file)))).join('\n    ')}
    <Feature Id="Layerloom" Level="1">
      ${['Registry', ...files.map(idOf)].map((id) => `<ComponentRef Id="${id}"/>`).join('\n      ')}
    </Feature>
  </Product>
</Wix>
`;
}

const executable = '[INSTALLDIR]Layerloom.exe';
const registry = registryEntries(executable).map(([key, name, value]) => {
  const named = name === '' ? '' : `Name="${escaped(name)}" `;
  return `<RegistryValue Root="HKLM" Key="${escaped(`Software\\${key}`)}" ${named}Type="string" Value="${escaped(value)}"/>`;
});

/** @param {string} file  within the app's folder
 * @param {string} xml */
function within(file, xml) {
  const folder = path.dirname(file);
  return `<DirectoryRef Id="${idOf(folder === '.' ? '' : folder)}">${xml}</DirectoryRef>`;
}

/** @param {string} file  within the app's folder
 * @param {string} source */
function component(file, source) {
  const id = idOf(file);
  return `<Component Id="${id}" Guid="*" Win64="yes"><File Id="${id}" Name="${escaped(path.basename(file))}" Source="${escaped(source)}" KeyPath="yes"/></Component>`;
}

/** Names of files may have what names in the source may not.
 * @param {string} file */
function idOf(file) {
  if (file === '') return 'INSTALLDIR';
  return `f${createHash('sha256').update(file).digest('hex').slice(0, 24)}`;
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
