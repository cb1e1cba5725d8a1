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

  it('may begin with the mark that Windows editors write', () => {
    expect(readPolicy('\uFEFF{"gpu":true}', 'p').policy).toEqual({ gpu: true });
  });

  it.each([
    [{ gpu: false, lessonFolder: ['/x'] }, 'lessonFolder is no setting'],
    [{ gpu: false, lessonFolders: ['lessons'] }, 'must be a whole path'],
    [{ gpu: false, lessonFolders: '/srv/lessons' }, 'lessonFolders is "/srv/lessons"'],
    [{ gpu: false, modesLeftOut: ['Train', 'Coding'] }, 'must be a list of modes: Overview'],
    [{ gpu: false, language: 'tlh' }, 'a language the app speaks: en'],
    [{ gpu: false, handInFolder: 7 }, 'handInFolder is 7'],
    [{ gpu: false, constructor: 1 }, 'constructor is no setting'],
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

  it('leaves at least one mode', () => {
    const all = ['Overview', 'Build', 'Data Flow', 'Math', 'Shapes', 'Code', 'Train', 'Predict', 'Quiz'];
    expect(read({ modesLeftOut: all }).said).toContain('at least one mode');
  });
});
