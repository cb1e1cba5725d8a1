// Owns the Debian package: for all users of a machine, with its files associated and its sandbox in place.
import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { capture, checkout, StepFailed } from '../prepare/step.mjs';
import { sizeOf } from './files.mjs';
import { requireTool } from './tools.mjs';

/** Libraries that Electron loads; those that Ubuntu 24.04 renamed by either name. */
const libraries = [
  ...['libasound2', 'libatk-bridge2.0-0', 'libatk1.0-0', 'libatspi2.0-0', 'libcups2', 'libglib2.0-0'],
  'libgtk-3-0',
].map((name) => `${name} | ${name}t64`);
const depends = [
  ...libraries,
  ...['libc6', 'libcairo2', 'libdbus-1-3', 'libexpat1', 'libgbm1', 'libnspr4', 'libnss3', 'libpango-1.0-0'],
  ...['libx11-6', 'libxcb1', 'libxcomposite1', 'libxdamage1', 'libxext6', 'libxfixes3', 'libxkbcommon0'],
  ...['libx11-xcb1', 'libxrandr2', 'libxtst6'],
];

/** @param {{ version: string, arch: 'x64' | 'arm64', kilobytes: number, description: string }} about */
export function controlText({ version, arch, kilobytes, description }) {
  return `Package: layerloom
Version: ${version}
Architecture: ${arch === 'x64' ? 'amd64' : arch}
Maintainer: The Layerloom founders <layerloom@localhost>
Installed-Size: ${kilobytes}
Depends: ${depends.join(', ')}
Section: education
Priority: optional
Description: ${description}
 Draw a network, run it, train it, and open the arithmetic behind any of its
 numbers. Works without a network connection.
`;
}

const desktopEntry = `[Desktop Entry]
Type=Application
Name=Layerloom
Comment=Build a neural network and read the sum behind every number
Exec=layerloom %f
Icon=layerloom
Terminal=false
Categories=Education;Science;ArtificialIntelligence;
MimeType=application/x-layerloom;application/x-onnx;
StartupWMClass=Layerloom
`;

const mimeTypes = `<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="application/x-layerloom">
    <comment>Layerloom network</comment>
    <icon name="layerloom"/>
    <glob pattern="*.loom"/>
  </mime-type>
  <mime-type type="application/x-onnx">
    <comment>ONNX model</comment>
    <glob pattern="*.onnx"/>
  </mime-type>
</mime-info>
`;

/** Where user namespaces are kept from unknown programs (Ubuntu from 23.10 on), it names this one as known. */
const appArmor = `abi <abi/4.0>,
include <tunables/global>

profile layerloom /opt/Layerloom/layerloom flags=(unconfined) {
  userns,
  include if exists <local/layerloom>
}
`;

/** Older AppArmor does not know the rule, and needs none. */
const postinst = `#!/bin/sh
set -e
profile=/etc/apparmor.d/layerloom
if [ "$1" = configure ] && [ -d /etc/apparmor.d ] && command -v apparmor_parser >/dev/null; then
  if apparmor_parser --skip-kernel-load --debug /opt/Layerloom/resources/apparmor >/dev/null 2>&1; then
    cp /opt/Layerloom/resources/apparmor "$profile"
    if command -v aa-enabled >/dev/null && aa-enabled --quiet; then apparmor_parser --replace "$profile" || true; fi
  fi
fi
`;
const postrm = `#!/bin/sh
set -e
if [ "$1" = remove ] || [ "$1" = purge ]; then rm -f /etc/apparmor.d/layerloom; fi
`;

/** @param {string} app  the app's folder
 * @param {{ version: string, description: string, arch: 'x64' | 'arm64', isFast: boolean }} about
 * @param {string} work
 * @returns {string} the package's file */
export function buildDeb(app, { version, description, arch, isFast }, work) {
  requireTool('dpkg-deb', 'dpkg');
  const root = path.join(work, 'deb');
  const opt = path.join(root, 'opt/Layerloom');
  cpSync(app, opt, { recursive: true, verbatimSymlinks: true });
  chmodSync(path.join(opt, 'chrome-sandbox'), 0o4755);
  /** @type {Readonly<Record<string, string>>} */
  const files = {
    'opt/Layerloom/resources/apparmor': appArmor,
    'usr/share/applications/layerloom.desktop': desktopEntry,
    'usr/share/mime/packages/layerloom.xml': mimeTypes,
    'usr/share/doc/layerloom/copyright': `Layerloom: see /opt/Layerloom/LICENSE.
What it is made with: the files LICENSE* in /opt/Layerloom.
`,
    'DEBIAN/control': controlText({ version, description, arch, kilobytes: Math.ceil(sizeOf(opt) / 1024) }),
  };
  for (const [name, text] of Object.entries(files)) write(root, name, text, 0o644);
  write(root, 'DEBIAN/postinst', postinst, 0o755);
  write(root, 'DEBIAN/postrm', postrm, 0o755);
  const icons = path.join(root, 'usr/share/icons/hicolor/scalable/apps');
  mkdirSync(icons, { recursive: true });
  cpSync(path.join(checkout, 'assets/icon.svg'), path.join(icons, 'layerloom.svg'));
  mkdirSync(path.join(root, 'usr/bin'), { recursive: true });
  symlinkSync('/opt/Layerloom/layerloom', path.join(root, 'usr/bin/layerloom'));
  symlinkSync('/opt/Layerloom/bin/loom', path.join(root, 'usr/bin/loom'));
  const file = path.join(work, `layerloom_${version}_${arch === 'x64' ? 'amd64' : arch}.deb`);
  const squeezed = capture('dpkg-deb', [
    ...['--root-owner-group', `-Z${isFast ? 'zstd' : 'xz'}`, ...(isFast ? ['-z3'] : [])],
    ...['--build', root, file],
  ]);
  if (!squeezed.isDone) throw new StepFailed(`dpkg-deb failed: ${squeezed.output.trim()}`);
  return file;
}

/** @param {string} root
 * @param {string} name
 * @param {string} text
 * @param {number} mode */
function write(root, name, text, mode) {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text, { mode });
}
