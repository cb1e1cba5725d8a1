import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { appPage, devServerOf, isOwn, pathOf } from './own';

const devServer = new URL('http://localhost:5173');

describe('what may be loaded', () => {
  test.each([
    appPage,
    'layerloom://app/assets/start.js',
    'data:image/png;base64,AA==',
    'blob:layerloom://app/2f1f',
  ])('%s', (url) => {
    expect(isOwn(url, true)).toBe(true);
  });

  test.each([
    'layerloom://other/index.html',
    'layerloom:index.html',
    'file:///opt/layerloom/out/renderer/index.html',
    'file://server/share/picture.png',
    'file:\\\\server\\share',
    'http://localhost:5173/',
    'https://example.org/',
    'ws://127.0.0.1:1/',
    'ftp://example.org/',
    'chrome://settings/',
    'devtools://devtools/bundled/inspector.html',
    'javascript:1',
    'no address',
    '',
  ])('%s may not, in an installed app', (url) => {
    expect(isOwn(url, true)).toBe(false);
  });

  test('the tools and the server of whoever works on it, and nothing beside', () => {
    expect(isOwn('devtools://devtools/bundled/inspector.html', false)).toBe(true);
    expect(isOwn('http://localhost:5173/src/main.ts', false, devServer)).toBe(true);
    expect(isOwn('ws://localhost:5173/?token=1', false, devServer)).toBe(true);
    expect(isOwn('http://localhost:5174/', false, devServer)).toBe(false);
    expect(isOwn('http://127.0.0.1:5173/', false, devServer)).toBe(false);
    expect(isOwn('http://localhost:5173/', false)).toBe(false);
  });
});

test('a server is taken from this machine only, and never by an installed app', () => {
  expect(devServerOf('http://localhost:5173', false)?.host).toBe('localhost:5173');
  expect(devServerOf('http://localhost:5173', true)).toBeUndefined();
  expect(devServerOf('http://example.org:5173', false)).toBeUndefined();
  expect(devServerOf('file:///tmp', false)).toBeUndefined();
  expect(devServerOf('nonsense', false)).toBeUndefined();
  expect(devServerOf(undefined, false)).toBeUndefined();
});

describe('the file of an address', () => {
  const folder = resolve('/opt/layerloom/out/renderer');

  test.each([
    [appPage, 'index.html'],
    ['layerloom://app/assets/a%20b.js?v=1#top', 'assets/a b.js'],
    ['layerloom://app/../../index.html', 'index.html'],
    ['layerloom://app/%2e%2e/index.html', 'index.html'],
  ])('%s', (address, file) => {
    expect(pathOf(address, folder)).toBe(join(folder, file));
  });

  test.each([
    'layerloom://app/',
    'layerloom://app/..%2f..%2fpackage.json',
    'layerloom://app/..%2frenderer-of-another/index.html',
    'layerloom://app/%2e%2e%2fmain/index.js',
    'layerloom://app/%',
    'layerloom://other/index.html',
  ])('%s leads elsewhere', (address) => {
    expect(pathOf(address, folder)).toBeUndefined();
  });
});
