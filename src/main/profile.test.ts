/** Where the app keeps its own files on each system, and where it keeps them when it cannot. */
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describeProblem, isProblem } from '#shared/messages/problem';
import { removeTemporary, usableProfile, usualProfile, type Profile } from './profile';
import { Folder } from './testing';

const folder = new Folder();
const machineOf = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv = {}) => ({
  ...{ platform, env, home: folder.at('home'), host: 'here' },
  temporary: folder.path,
});
const profileAt = (own: string): Profile => ({ own, work: own, caches: own });

describe('where it usually is', () => {
  test('is one folder where the person named one', () => {
    expect(usualProfile('/x', machineOf('win32'))).toEqual(profileAt('/x'));
  });

  test('on Windows all but settings stays on the machine', () => {
    const machine = machineOf('win32', { APPDATA: '/R', LOCALAPPDATA: '/L' });
    const { own, work, caches } = usualProfile(undefined, machine);
    expect([own, work, caches].map((path) => path[1])).toEqual(['R', 'L', 'L']);
  });

  test('on Linux caches lie with caches', () => {
    const machine = machineOf('linux', { XDG_CACHE_HOME: '/c' });
    const own = folder.at('home/.config/Layerloom');
    expect(usualProfile(undefined, machine)).toEqual({ ...profileAt(own), caches: '/c/Layerloom' });
  });

  test('is below the home where the surroundings name no whole path', () => {
    const machine = machineOf('linux', { XDG_CONFIG_HOME: 'here', XDG_CACHE_HOME: '' });
    const caches = folder.at('home/.cache/Layerloom');
    const own = folder.at('home/.config/Layerloom');
    expect(usualProfile(undefined, machine)).toEqual({ ...profileAt(own), caches });
  });
});

describe('when it cannot be used', () => {
  function fallBack(own: string): { readonly profile: Profile; readonly said: string } {
    const profile = usableProfile(profileAt(own), machineOf('linux'));
    if (isProblem(profile)) throw new Error(describeProblem(profile));
    return { profile, said: profile.problem ? describeProblem(profile.problem) : '' };
  }

  test('a folder that can be written to is used, and nothing is left in it', () => {
    expect(fallBack(folder.at('own'))).toEqual({ profile: profileAt(folder.at('own')), said: '' });
  });

  test('a temporary one takes its place, with a sentence, and is gone afterwards', () => {
    writeFileSync(folder.at('file'), '');
    const { profile, said } = fallBack(folder.at('file/own'));
    expect(existsSync(profile.own)).toBe(true);
    expect(said).toContain(`${folder.at('file/own')} could not be used: a part of its path is a file`);
    removeTemporary(profile, machineOf('linux'));
    expect(existsSync(profile.own)).toBe(false);
  });

  // Its file system answers as one does whose server is gone.
  test.skipIf(process.platform !== 'linux')('so it does where no folder can be made', () => {
    const { profile, said } = fallBack('/proc/none/own');
    expect(existsSync(profile.own)).toBe(true);
    expect(said).toContain('/proc/none/own could not be used');
    removeTemporary(profile, machineOf('linux'));
  });

  test('so it does where another computer holds it, and not where this one does', () => {
    mkdirSync(folder.at('own'));
    symlinkSync('here-17', folder.at('own/SingletonLock'));
    expect(fallBack(folder.at('own')).said).toBe('');
    mkdirSync(folder.at('other'));
    symlinkSync('room-3-pc-17', folder.at('other/SingletonLock'));
    expect(fallBack(folder.at('other')).said).toContain('on the computer room-3-pc');
  });

  test('caches alone are nothing to speak of', () => {
    writeFileSync(folder.at('file'), '');
    const usual = { ...profileAt(folder.at('own')), caches: folder.at('file/caches') };
    const profile = usableProfile(usual, machineOf('linux'));
    expect(profile).toMatchObject({ own: folder.at('own') });
    expect(profile).not.toHaveProperty('problem');
  });

  test('where there is no temporary folder either, that is a problem', () => {
    writeFileSync(folder.at('file'), '');
    const machine = { ...machineOf('linux'), temporary: folder.at('file') };
    expect(usableProfile(profileAt(folder.at('file/own')), machine)).toMatchObject({
      code: 'profile-nowhere',
    });
  });
});
