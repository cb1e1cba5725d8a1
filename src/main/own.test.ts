import { describe, expect, test } from 'vitest';
import { devServerOf, isOwn } from './own';

const devServer = new URL('http://localhost:5173');

describe('what may be loaded', () => {
  test.each([
    'file:///opt/layerloom/out/renderer/index.html',
    'file:///C:/Program%20Files/Layerloom/index.html',
    'file://localhost/opt/index.html',
    'data:image/png;base64,AA==',
    'blob:file:///2f1f',
  ])('%s', (url) => {
    expect(isOwn(url, true)).toBe(true);
  });

  test.each([
    'file://server/share/picture.png',
    'file:////server/share/picture.png',
    'file:///\\server\\share\\picture.png',
    'file:///%5C%5Cserver/share',
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
