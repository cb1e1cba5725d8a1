/** What a package is asked for, made of, and says of itself. */
import { describe, expect, it } from 'vitest';
import { controlText } from './deb.mjs';
import { mustBe } from './files.mjs';
import { optionsIn } from './options.mjs';
import { zipFault } from './runtime.mjs';

const here = { platform: 'linux', arch: 'x64' };

describe('what npm run package is asked for', () => {
  it('is this machine where nothing is said', () => {
    expect(optionsIn([], here)).toEqual({
      ...{ platform: 'linux', arch: 'x64', isHere: true, isFast: false, isVerified: false },
      ...{ zip: undefined, vcRuntime: undefined },
    });
  });

  it('is another one with the Electron for it', () => {
    const options = optionsIn(['--arch', 'arm64', '--electron-zip', 'e.zip', '--fast'], here);
    expect(options).toMatchObject({ arch: 'arm64', isHere: false, zip: 'e.zip', isFast: true });
  });

  it('is Windows, with the libraries that it lacks', () => {
    const options = optionsIn(['--platform', 'win32', '--vc-runtime', 'dlls'], here);
    expect(options).toMatchObject({ platform: 'win32', arch: 'x64', isHere: false, vcRuntime: 'dlls' });
  });

  it.each([
    [['--platform', 'plan9'], 'There is no package for plan9: --platform takes linux, win32, darwin.'],
    [['--platform', 'toString'], 'There is no package for toString'],
    [['--arch', 'ia32'], 'no onnxruntime-node for linux ia32: --arch takes x64 or arm64.'],
    [['--platform', 'darwin'], 'darwin x64, which left Intel Macs with 1.24: --arch takes arm64.'],
    [['--vc-runtime', 'dlls'], '--vc-runtime is for Windows alone'],
    [['--arch', 'arm64', '--verify'], '--verify tries out the packages for the Linux it runs on'],
    [['--quick'], "Unknown option '--quick'"],
    [['somewhere'], "Unexpected argument 'somewhere'"],
  ])('%j is refused in a sentence', (words, sentence) => {
    expect(() => optionsIn(words, here)).toThrow(sentence);
  });
});

it('what is named is there and is what it should be', () => {
  const [file, folder] = [import.meta.filename, import.meta.dirname];
  mustBe('file', file, '');
  mustBe('folder', folder, '');
  expect(() => mustBe('file', folder, 'Name the zip.')).toThrow(`${folder} is no file. Name the zip.`);
  expect(() => mustBe('folder', file, '')).toThrow(`${file} is no folder.`);
  expect(() => mustBe('folder', `${file}/in`, '')).toThrow('is not there.');
});

describe('an Electron from elsewhere', () => {
  const checksums = { 'electron-v1-linux-arm64.zip': 'aa', 'electron-v1-linux-x64.zip': 'bb' };

  it.each([
    ['aa', 'electron-v1-linux-arm64.zip', undefined],
    [
      'bb',
      'electron-v1-linux-arm64.zip',
      'is electron-v1-linux-x64.zip, and electron-v1-linux-arm64.zip is needed',
    ],
    ['cc', 'electron-v1-linux-arm64.zip', 'was cut short on its way'],
    ['aa', 'electron-v1-linux-mips.zip', 'Electron has no electron-v1-linux-mips.zip'],
  ])('with the checksum %s for %s', (hash, name, fault) => {
    if (fault === undefined) expect(zipFault(hash, name, checksums)).toBeUndefined();
    else expect(zipFault(hash, name, checksums)).toContain(fault);
  });
});

it('the Debian package names what it needs under the names of both Debian and Ubuntu', () => {
  const text = controlText({ version: '1.2.3', arch: 'x64', kilobytes: 7, description: 'Nets.' });
  expect(text).toContain('Architecture: amd64\n');
  expect(text).toContain('libgtk-3-0 | libgtk-3-0t64');
  expect(text).toMatch(/^Version: 1\.2\.3$/m);
  expect(text.split('\n').every((line) => line === '' || /^([A-Z][\w-]+: | )/.test(line))).toBe(true);
});
