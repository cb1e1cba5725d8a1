import { posix, win32 } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { AskedFiles, canBeTold, filesAmong } from './asked-files';

const linux = { resolve: (path: string) => posix.resolve('/home/ada', path) };
const windows = { resolve: (path: string) => win32.resolve('C:\\Users\\ada', path) };

describe('the files among the words of a command line', () => {
  it.each([
    [[], []],
    [['week3.loom'], ['/home/ada/week3.loom']],
    [['--user-data-dir=/x', '../b.loom'], ['/home/b.loom']],
    [['file:///tmp/with%20space.loom'], ['/tmp/with space.loom']],
    [['--', '--odd.loom'], ['/home/ada/--odd.loom']],
    [['a.loom', '--gpu=off', ''], ['/home/ada/a.loom']],
  ])('%j are %j', (words, files) => {
    expect(filesAmong(words, linux)).toEqual(files);
  });

  it.each([
    [['-r', '/x/loader.js', '/home/ada/app', '/tmp/a.onnx'], ['/tmp/a.onnx']],
    [['--no-sandbox', 'app', 'b.loom'], ['/home/ada/b.loom']],
    [['/tmp/a.onnx'], []],
  ])('come after the app where it is not installed: %j are %j', (words, files) => {
    expect(filesAmong(words, { ...linux, own: '/home/ada/app' })).toEqual(files);
  });

  it('lie on another machine on Windows where they say so', () => {
    expect(filesAmong(['\\\\school\\lessons\\week3.loom', 'week4.loom'], windows)).toEqual([
      '\\\\school\\lessons\\week3.loom',
      'C:\\Users\\ada\\week4.loom',
    ]);
  });

  it.each(['file:///tmp/a%2Fb.loom', 'file:///tmp/50%.loom', 'file:///tmp/%ff.loom'])(
    'are what was typed where %s is no address of a file',
    (word) => {
      expect(filesAmong([word], linux)).toEqual([`/home/ada/${word.replace('///', '/')}`]);
    },
  );

  it('reach no host by an address', () => {
    expect(filesAmong(['file://school/lessons/week3.loom'], linux)).toEqual([
      '/home/ada/file:/school/lessons/week3.loom',
    ]);
  });
});

test('more words than Chromium tells a first start are not told', () => {
  const words = Array.from({ length: 200 }, (_, at) => `Übungen/${at}.loom`);
  expect(canBeTold(words)).toBe(true);
  expect(canBeTold([...words, ...words, ...words, ...words, ...words])).toBe(false);
});

describe('files that are asked for', () => {
  it('wait for the window, the newest alone, and are handed out once', () => {
    const asked = new AskedFiles();
    asked.ask(['/a.loom']);
    asked.ask(['/b.loom', '/c.loom']);
    asked.ask([]);
    expect([asked.take(), asked.take()]).toEqual(['/c.loom', undefined]);
  });

  it('are told once there is somebody to tell', () => {
    const asked = new AskedFiles();
    let told = 0;
    asked.onAsked(() => {
      told++;
    });
    asked.ask([]);
    asked.ask(['/a.loom']);
    expect(told).toBe(1);
  });
});
