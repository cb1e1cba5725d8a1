/** What macOS finds in the bundle; helpers and framework are where Electron looks for them. */
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'plist';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dressBundle } from './mac-bundle.mjs';
import { standInForMac } from './stand-in.mjs';

describe('the bundle', () => {
  let place: string;
  let contents: string;
  beforeAll(async () => {
    place = mkdtempSync(path.join(tmpdir(), 'layerloom-mac-'));
    const bundle = path.join(place, 'Layerloom.app');
    contents = path.join(bundle, 'Contents');
    standInForMac(place);
    renameSync(path.join(place, 'Electron.app'), bundle);
    await dressBundle(bundle, { version: '1.2.3', archiveHash: 'ab' });
  });
  afterAll(() => {
    rmSync(place, { recursive: true });
  });

  const info = (bundle: string) => parse(readFileSync(path.join(bundle, 'Info.plist'), 'utf8'));

  it('has the name, the version, the icon and the archive of the app', () => {
    expect(info(contents)).toMatchObject({
      ...{ CFBundleName: 'Layerloom', CFBundleExecutable: 'Layerloom', CFBundleVersion: '1.2.3' },
      CFBundleIconFile: 'layerloom.icns',
      ElectronAsarIntegrity: { 'Resources/app.asar': { algorithm: 'SHA256', hash: 'ab' } },
    });
    for (const file of ['MacOS/Layerloom', 'Resources/layerloom.icns'])
      expect(existsSync(path.join(contents, file)), file).toBe(true);
    expect(existsSync(path.join(contents, 'Resources/electron.icns'))).toBe(false);
  });

  it('owns networks, and can open models', () => {
    const { CFBundleDocumentTypes: [network, model] = [], UTExportedTypeDeclarations: [kind] = [] } = info(
      contents,
    ) as Record<string, Record<string, unknown>[]>;
    expect(network).toMatchObject({
      LSHandlerRank: 'Owner',
      LSItemContentTypes: [kind?.['UTTypeIdentifier']],
    });
    expect(kind?.['UTTypeTagSpecification']).toEqual({ 'public.filename-extension': ['loom'] });
    expect(model).toMatchObject({ LSHandlerRank: 'Alternate', CFBundleTypeExtensions: ['onnx'] });
  });

  it.each(['Layerloom Helper', 'Layerloom Helper (GPU)'])('has its %s, all of one name', (name) => {
    const helper = path.join(contents, 'Frameworks', `${name}.app/Contents`);
    expect(existsSync(path.join(helper, 'MacOS', name))).toBe(true);
    expect(info(helper)).toMatchObject({ CFBundleExecutable: name, LSUIElement: true });
  });
});
