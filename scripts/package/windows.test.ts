/** What Windows is given: an executable of that name, a setup, an MSI and the libraries it lacks. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Data, NtExecutable, NtExecutableResource, Resource } from 'resedit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { macIcon, windowsIcon } from './icons.mjs';
import { msiSource } from './msi.mjs';
import { setupScript } from './nsis.mjs';
import { vcRuntimeFiles } from './vc-runtime.mjs';
import { dressExecutable } from './windows-exe.mjs';
import { fourNumbers } from './windows.mjs';

let place: string;
beforeEach(() => {
  place = mkdtempSync(path.join(tmpdir(), 'layerloom-windows-'));
});
afterEach(() => {
  rmSync(place, { recursive: true });
});

describe('the executable', () => {
  /** A program without code, with an icon and a version as Electron's has. */
  async function program(): Promise<string> {
    const executable = NtExecutable.createEmpty(false, false);
    const resources = NtExecutableResource.from(executable);
    const icons = Data.IconFile.from(await windowsIcon()).icons.slice(0, 1);
    Resource.IconGroupEntry.replaceIconsForResource(
      resources.entries,
      1,
      1033,
      icons.map(({ data }) => data),
    );
    const strings = [{ lang: 1033, codepage: 1200, values: { ProductName: 'Electron' } }];
    Resource.VersionInfo.create(1033, {}, strings).outputToResourceEntries(resources.entries);
    resources.outputResource(executable);
    const file = path.join(place, 'electron.exe');
    writeFileSync(file, Buffer.from(executable.generate()));
    return file;
  }

  function resourcesIn(file: string): NtExecutableResource {
    return NtExecutableResource.from(NtExecutable.from(readFileSync(file)));
  }

  it('has the name, the version and the icon of the app', async () => {
    const file = await program();
    await dressExecutable(file, { version: '1.2.3', archiveHash: 'ab' });
    const { entries } = resourcesIn(file);
    const [info] = Resource.VersionInfo.fromEntries(entries);
    expect(info?.getStringValues({ lang: 1033, codepage: 1200 })).toMatchObject({
      ...{ ProductName: 'Layerloom', FileVersion: '1.2.3', OriginalFilename: 'Layerloom.exe' },
    });
    const [icon] = Resource.IconGroupEntry.fromEntries(entries);
    expect(icon?.icons.map(({ width }) => width)).toEqual([16, 24, 32, 48, 64, 128, 0]);
  });

  it('knows its archive, under the name by which Electron looks for it', async () => {
    const file = await program();
    await dressExecutable(file, { version: '1.2.3', archiveHash: 'ab'.repeat(32) });
    const [[, text] = []] = resourcesIn(file).getResourceEntriesAsString('INTEGRITY', 'ELECTRONASAR');
    expect(JSON.parse(text ?? '')).toEqual([
      { file: 'resources\\app.asar', alg: 'SHA256', value: 'ab'.repeat(32) },
    ]);
  });

  it('without an icon is refused in a sentence', async () => {
    const file = path.join(place, 'electron.exe');
    writeFileSync(file, Buffer.from(NtExecutable.createEmpty(false, false).generate()));
    await expect(dressExecutable(file, { version: '1', archiveHash: '' })).rejects.toThrow('has no icon');
  });

  it.each([
    ['1.2.3', '1.2.3.0'],
    ['1.2.3-beta.4', '1.2.3.0'],
    ['2', '2.0.0.0'],
  ])('of version %s is %s to Windows', (version, numbers) => {
    expect(fourNumbers(version)).toBe(numbers);
  });
});

it('the icon of macOS is as long as it says, with a picture of each size', async () => {
  const icon = await macIcon();
  expect(icon.toString('latin1', 0, 4)).toBe('icns');
  const widths = [];
  let at = 8;
  while (at < icon.readUInt32BE(4)) {
    // The width of a PNG.
    widths.push(icon.readUInt32BE(at + 8 + 16));
    at += icon.readUInt32BE(at + 4);
  }
  expect(at).toBe(icon.length);
  expect(widths).toEqual([32, 64, 128, 256, 512, 1024]);
});

describe('the setup', () => {
  const about = { version: '1.2.3', arch: 'x64', isFast: true, kilobytes: 7 } as const;
  const folders = [
    { folder: '', names: ['Layerloom.exe', 'a $ and a ".txt'] },
    { folder: 'resources', names: ['app.asar'] },
  ];
  const paths = { app: '/app', icon: '/icon.ico', setup: '/setup.exe' };
  const script = setupScript({ ...about, ...paths, folders });

  it('puts each file in its place, and removes it by its name', () => {
    expect(script).toContain('SetOutPath "$INSTDIR\\resources"\n  File "/app/resources/app.asar"');
    expect(script).toContain('Delete "$INSTDIR\\resources\\app.asar"\n  RMDir "$INSTDIR\\resources"');
    expect(script).not.toMatch(/RMDir \/r/);
  });

  it('takes a name for what it is, not for a variable', () => {
    expect(script).toContain('File "/app/a $$ and a $\\".txt"');
  });

  it('is for 32 bits on ARM, which each Windows there runs', () => {
    expect(script).toContain('Target amd64-unicode');
    expect(setupScript({ ...about, ...paths, folders, arch: 'arm64' })).toContain('Target x86-unicode');
  });

  it('never takes .onnx from the program it opens with', () => {
    expect(script).toContain('"Software\\Classes\\.onnx\\OpenWithProgids" "Layerloom.Model" ""');
    expect(script).not.toContain('"Software\\Classes\\.onnx" ""');
  });
});

it('the MSI’s source is XML, whatever files are called', () => {
  const folders = [
    { folder: '', names: ['a & b <"c">.txt'] },
    { folder: 'resources/deep', names: [] },
  ];
  const source = msiSource({ version: '1.2.3', app: 'app', folders });
  expect(source).toContain('Name="a &#38; b &#60;&#34;c&#34;&#62;.txt"');
  const ids = [...source.matchAll(/<Component(?:Ref)? Id="(\w+)"/g)].map(([, id]) => id).sort();
  expect(ids.filter((_id, index) => index % 2 === 0)).toEqual(ids.filter((_id, index) => index % 2 === 1));
});

describe('the runtime of Visual C++', () => {
  const names = [
    ...['MSVCP140.dll', 'msvcp140_1.dll', 'msvcp140_atomic_wait.dll', 'vcruntime140.dll'],
    ...['concrt140.dll', 'VCRUNTIME140_1.dll'],
  ];

  it('is found, however its files are written, and nothing else', () => {
    for (const name of names) writeFileSync(path.join(place, name), '');
    expect(vcRuntimeFiles(place, 'x64').map((file) => path.basename(file))).toEqual(
      names.filter((name) => name !== 'concrt140.dll'),
    );
    expect(vcRuntimeFiles(place, 'arm64')).toHaveLength(4);
  });

  it('that lacks a file is refused with its name', () => {
    for (const name of names.slice(2)) writeFileSync(path.join(place, name), '');
    expect(() => vcRuntimeFiles(place, 'x64')).toThrow('lacks msvcp140.dll, msvcp140_1.dll.');
  });
});
