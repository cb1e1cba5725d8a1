/** A policy with a fault in it: a sentence, and the rest holds. */
import { describe, expect, it } from 'vitest';
import { describeProblem } from '../messages/problem';
import { readPolicy } from './policy';

const read = (value: unknown) => {
  const { policy, problems } = readPolicy(JSON.stringify(value), 'policy.json');
  return { policy, said: problems.map(describeProblem).join(' ') };
};

describe('a policy', () => {
  it('is read whole', () => {
    const whole = {
      lessonFolders: ['/srv/lessons', '~/lessons', 'C:\\Lessons', '\\\\school\\lessons'],
      ...{ language: 'en', modesLeftOut: ['Code', 'Quiz'], gpu: false, handInFolder: '/srv/in' },
    };
    expect(read(whole)).toEqual({ policy: whole, said: '' });
  });

  it.each([
    [{ gpu: false, lessonFolder: ['/x'] }, 'no setting is called lessonFolder,'],
    [{ gpu: false, lessonFolders: ['lessons'] }, 'must be a whole path'],
    [{ gpu: false, lessonFolders: '/srv/lessons' }, 'lessonFolders is "/srv/lessons"'],
    [{ gpu: false, modesLeftOut: ['Train', 'Coding'] }, 'must be a list of modes: Overview'],
    [{ gpu: false, language: 'tlh' }, 'a language the app speaks: en'],
    [{ gpu: false, handInFolder: 7 }, 'handInFolder is 7'],
    [{ gpu: false, constructor: 1 }, 'no setting is called constructor,'],
  ])('%j: what is wrong is said and the rest holds', (value, sentence) => {
    const { policy, said } = read(value);
    expect(policy).toEqual({ gpu: false });
    expect(said).toContain(sentence);
  });

  it.each([
    ['{"gpu": false,}', 'it is not JSON'],
    ['', 'it is not JSON'],
    ['[]', 'it must be an object'],
  ])('%j does not count at all', (text, reason) => {
    const { policy, problems } = readPolicy(text, 'policy.json');
    expect(policy).toEqual({});
    expect(problems.map(describeProblem).join()).toContain(reason);
  });

  it('says what is wrong in a few words, however much of it there is', () => {
    const deep = `{"gpu": false, "lessonFolders": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const { policy, problems } = readPolicy(deep, 'policy.json');
    expect(policy).toEqual({ gpu: false });
    expect(problems.map(describeProblem).join()).toContain('lessonFolders is [a list]');
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, at) => [`key${at}`, 1]));
    expect(read(many).said).toContain('no setting is called key0, key1,');
    expect(read(many).said).toContain('and 992 others');
  });

  it('leaves at least one mode', () => {
    const all = ['Overview', 'Build', 'Data Flow', 'Math', 'Shapes', 'Code', 'Train', 'Predict', 'Quiz'];
    expect(read({ modesLeftOut: all }).said).toContain('at least one mode');
  });
});
