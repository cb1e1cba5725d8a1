/** Opening, saving and bringing back, over real files in a folder: nothing is lost without a question. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { describe, expect, test, vi } from 'vitest';
import { emptyDocument } from '#shared/document/document';
import { Machine, type TestSession } from './testing-session.svelte';

const machine = new Machine();

const bias = ({ editor }: TestSession): number | undefined =>
  editor.document.parameters['linear-1']?.['bias']?.values[0];
const edit = (session: TestSession, value = 0.5): void =>
  session.setBias('Linear 1', value, -0.275, 0.035, -0.1);

/** The lesson saved as mine.loom, with a bias of 0.5. */
async function startSaved(...more: readonly (string | undefined)[]): Promise<TestSession> {
  const session = await machine.start({ paths: [machine.at('mine.loom'), ...more] });
  edit(session);
  expect(await session.workspace.save()).toBe(true);
  await session.settled();
  return session;
}

/** By a new one, without saving it. */
async function replaceUnsaved({ workspace }: TestSession): Promise<void> {
  await workspace.createNew();
  await workspace.pending?.();
}

/** What is asked about the file, and the answer. */
async function answer(
  session: TestSession,
  words: 'save-as' | 'reload' | 'overwrite' | 'cancel',
): Promise<string> {
  await session.settled();
  const { question } = session.workspace.file;
  question?.answer(words);
  await session.settled();
  return question?.difference ?? 'nothing';
}

describe('a start', () => {
  test('opens the first lesson, and lists the others', async () => {
    const { workspace } = await machine.start();
    expect(workspace.lessons.map(({ title }) => title)).toContain('LeNet reads digits');
    expect([workspace.lesson?.id, workspace.fileName]).toEqual(['forward-pass', null]);
    expect(workspace.teaching.guide?.modes).toBeUndefined();
    expect(workspace.teaching.questions.length).toBeGreaterThan(2);
    expect(workspace.recent).toEqual([]);
  });

  test('opens what the app was asked to open, and says what cannot be', async () => {
    (await startSaved()).end();
    const session = await machine.start({ asked: machine.at('mine.loom') });
    expect([session.workspace.fileName, bias(session)]).toEqual(['mine.loom', 0.5]);
    session.host.asked.ask([machine.at('gone.loom')]);
    await session.settled();
    expect(session.said).toEqual([expect.stringContaining('gone.loom cannot be found')]);
    expect(session.workspace.fileName).toBe('mine.loom');
    session.end();
    const other = await machine.start({ asked: machine.at('gone.loom') });
    expect(other.workspace.lesson?.id).toBe('forward-pass');
    expect(other.said).toEqual([expect.stringContaining('gone.loom cannot be found')]);
  });

  test('tells what an administrator left out, and what is wrong with it', async () => {
    const session = await machine.start({ start: { modesLeftOut: ['Quiz', 'Code'] } });
    expect(session.lens.modes).not.toContain('Quiz');
    session.lens.mode = 'Code';
    expect(session.lens.mode).toBe('Overview');
    session.lens.mode = 'Math';
    expect([session.lens.mode, session.lens.kind.worksOut]).toEqual(['Math', true]);
  });

  test('is drawn as large as it was left, up to the largest step', async () => {
    const first = await machine.start();
    for (let step = 0; step < 20; step++) first.settings.zoomBy(1);
    await first.settled();
    expect([first.settings.zoom, first.host.zoom]).toEqual([3, 3]);
    first.settings.zoomBy(-1);
    await first.settled();
    first.end();
    const second = await machine.start();
    await second.settled();
    expect([second.settings.zoom, second.host.zoom]).toEqual([2.5, 2.5]);
    second.end();
  });

  test('finds the settings as they were left; damaged ones are set aside', async () => {
    const first = await machine.start();
    first.settings.theme = 'dark';
    first.settings.hasMotion = false;
    first.settings.save();
    await first.settled();
    first.end();
    const second = await machine.start();
    const { theme, hasMotion, isProjector } = second.settings;
    expect([theme, hasMotion, isProjector]).toEqual(['dark', false, false]);
    second.end();
    writeFileSync(machine.at('profile/settings.json'), '{"theme":');
    const third = await machine.start();
    expect(third.settings.theme).toBe('system');
    expect(third.said).toHaveLength(1);
    expect(readdirSync(machine.at('profile')).filter((name) => /^settings-\d+/.test(name))).toHaveLength(1);
  });
});

describe('a document', () => {
  test('saved, closed and reopened is the same, byte for byte', async () => {
    const session = await startSaved();
    expect([session.editor.isChanged, session.title]).toEqual([false, 'mine.loom — Layerloom']);
    expect(session.workspace.lesson).toBeUndefined();
    const bytes = readFileSync(machine.at('mine.loom'));
    // A lesson stays one in a file of its own.
    expect(Object.keys(unzipSync(bytes))).toEqual(
      expect.arrayContaining(['document.json', 'lesson.json', 'lesson.md', 'quiz.json']),
    );
    session.end();
    const again = await machine.start();
    const [recent] = again.workspace.recent;
    expect(recent?.name).toBe('mine.loom');
    if (recent) await again.workspace.openRecent(recent);
    expect(again.workspace.recent.map(({ name }) => name)).toEqual(['mine.loom']);
    expect([again.workspace.fileName, bias(again), again.editor.isChanged]).toEqual([
      'mine.loom',
      0.5,
      false,
    ]);
    expect(again.workspace.teaching.guide).toBeDefined();
    await again.workspace.save();
    expect(readFileSync(machine.at('mine.loom')).equals(bytes)).toBe(true);
    await again.workspace.createNew();
    expect([again.workspace.fileName, again.workspace.teaching.guide]).toEqual([null, undefined]);
    expect(again.title).toContain('Untitled');
  });

  test('that is not saved gives way only when that was asked', async () => {
    const session = await machine.start({ paths: [undefined] });
    edit(session);
    session.lens.mode = 'Quiz';
    await session.workspace.createNew();
    expect([session.workspace.pending !== undefined, bias(session)]).toEqual([true, 0.5]);
    session.workspace.pending = undefined;
    // A dialog that is cancelled saves nothing.
    expect(await session.workspace.save()).toBe(false);
    expect([session.editor.isChanged, session.host.dialogs.saved.length]).toEqual([true, 1]);
    await replaceUnsaved(session);
    expect([session.editor.document.nodes, session.lens.mode]).toEqual([[], 'Build']);
    expect([session.stepper.index, session.selection.nodes.size]).toEqual([-1, 0]);
  });

  test('that is a lesson is opened with its text, and what was done with the last is forgotten', async () => {
    const session = await machine.start();
    await session.ran();
    session.rowsAtOnce = 7;
    session.watched = 'Backward';
    session.selectNodes(['relu']);
    session.chosen.toggleBreakpoint();
    session.comparer.open();
    session.comparer.keep();
    const lesson = session.workspace.lessons.find(({ id }) => id === 'softmax-temperature');
    if (lesson) await session.workspace.openLesson(lesson);
    await session.settled();
    expect([session.workspace.lesson?.id, session.editor.canUndo]).toEqual(['softmax-temperature', false]);
    expect([session.rowsAtOnce, session.watched, session.selection.only]).toEqual([
      undefined,
      'Curves',
      undefined,
    ]);
    expect([session.tracer.state, session.tracer.isLive, session.tracer.frames.size]).toEqual([
      'idle',
      false,
      0,
    ]);
    expect([session.stepper.breakpoints.size, session.comparer.isOpen, session.comparer.hasKept]).toEqual([
      ...[0, false, false],
    ]);
    expect(session.view.fitting).toEqual({ isAnimated: false });
    await session.workspace.openLesson({ id: 'nobody', title: 'Nobody', minutes: 1, order: 1 });
    expect([session.workspace.lesson?.id, session.said.length]).toEqual(['softmax-temperature', 1]);
  });

  test('is dropped, and rows that are dropped are rows', async () => {
    const session = await startSaved();
    await session.workspace.createNew();
    await session.workspace.openDropped(machine.at('mine.loom') as never);
    expect([session.workspace.fileName, bias(session)]).toEqual(['mine.loom', 0.5]);
    writeFileSync(machine.at('rows.csv'), 'a,b,c,kind\n1,2,3,x\n2,1,3,y\n3,1,3,x\n1,1,1,y\n');
    await session.dataSets.openDropped(machine.at('rows.csv') as never);
    expect(session.dataSets.plan?.source.kind).toBe('table');
  });

  test('that is no network is said, and nothing is lost', async () => {
    const session = await startSaved();
    const bytes = readFileSync(machine.at('mine.loom'));
    for (const [name, content, sentence] of [
      ['cut.loom', bytes.subarray(0, bytes.length / 2), 'is damaged'],
      ['letter.loom', 'Dear teacher', 'is not a Layerloom file'],
      ['empty.loom', '', 'is not a Layerloom file'],
      ['model.onnx', '<!DOCTYPE html>\n<html><body>404</body></html>', 'is a web page (HTML)'],
      ['broken.onnx', 'no model', 'is not an ONNX model'],
    ] as const) {
      writeFileSync(machine.at(name), content);
      session.host.dialogs.paths.push(machine.at(name));
      await session.workspace.open();
      expect(session.said.at(-1)).toContain(`${name} ${sentence}`);
    }
    writeFileSync(machine.at('weights.pt'), 'version https://git-lfs.github.com/spec/v1\n');
    await session.workspace.openDropped(machine.at('weights.pt') as never);
    expect(session.said.at(-1)).toContain('weights.pt is a pointer of Git LFS');
    session.host.dialogs.paths.push(undefined);
    await session.workspace.open();
    expect([session.workspace.fileName, bias(session)]).toEqual(['mine.loom', 0.5]);
  });

  test('that takes its time to open gives way to what was done meanwhile', async () => {
    const session = await startSaved();
    const { background } = session;
    const run = background.run.bind(background) as (...given: unknown[]) => Promise<unknown>;
    for (const [meanwhile, value, isAsked] of [
      // An edit is asked about.
      [() => edit(session, 0.75), 0.75, true],
      // What is given up opens nothing.
      [() => background.cancel(), 0.75, false],
      // Another document is another document.
      [() => session.editor.open(emptyDocument, true), undefined, false],
    ] as const) {
      const running = vi.spyOn(background, 'run').mockImplementationOnce((...given) => {
        const done = run(...given);
        meanwhile();
        return done as never;
      });
      session.host.dialogs.paths.push(machine.at('mine.loom'));
      session.editor.markSaved(session.editor.document);
      await session.workspace.open();
      await session.settled();
      running.mockRestore();
      expect([session.workspace.fileName, bias(session)]).toEqual(['mine.loom', value]);
      expect(session.workspace.pending !== undefined).toBe(isAsked);
      session.workspace.pending = undefined;
    }
    expect(session.said).toEqual([]);
  });

  test('that cannot be written stays open and unsaved, and so it is said', async () => {
    const session = await machine.start({ paths: ['/proc/nowhere/mine.loom'] });
    edit(session);
    expect(await session.workspace.save()).toBe(false);
    expect(session.said).toEqual([expect.stringContaining('mine.loom could not be written')]);
    expect([session.editor.isChanged, session.workspace.fileName]).toEqual([true, null]);
  });

  test('of a name that is taken is asked about by the system', async () => {
    writeFileSync(machine.at('week3.loom'), 'PRECIOUS');
    const paths = [machine.at('week3'), machine.at('net v1.2')];
    const session = await machine.start({ paths, buttons: ['Cancel'] });
    expect(await session.workspace.saveAs()).toBe(false);
    expect(session.workspace.fileName).toBeNull();
    expect(session.host.dialogs.asked[0]?.message).toContain('week3.loom');
    expect(readFileSync(machine.at('week3.loom'), 'utf8')).toBe('PRECIOUS');
    expect(await session.workspace.saveAs()).toBe(true);
    expect([session.workspace.fileName, session.host.dialogs.asked.length]).toEqual(['net v1.2.loom', 1]);
  });
});

describe('a file that another program changed', () => {
  test.each([
    ['cancel', 'THEIRS', 'mine.loom'],
    ['reload', 'THEIRS', 'mine.loom'],
    ['save-as', 'THEIRS', 'other.loom'],
    ['overwrite', 'PK', 'mine.loom'],
  ] as const)('is asked about: %s', async (words, content, name) => {
    const session = await startSaved(machine.at('other.loom'));
    writeFileSync(machine.at('mine.loom'), 'THEIRS');
    edit(session, 0.75);
    const saved = session.workspace.save();
    expect(await answer(session, words)).toBe('changed');
    expect(await saved).toBe(words === 'save-as' || words === 'overwrite');
    expect(readFileSync(machine.at('mine.loom'), 'utf8').startsWith(content)).toBe(true);
    expect([session.workspace.fileName, bias(session)]).toEqual([name, 0.75]);
    expect(session.editor.isChanged).toBe(words === 'cancel' || words === 'reload');
    expect(session.said.length).toBe(words === 'reload' ? 1 : 0);
  });

  test('is read again where that is asked for', async () => {
    const session = await startSaved();
    const theirs = readFileSync(machine.at('mine.loom'));
    edit(session, 0.75);
    await session.workspace.save();
    writeFileSync(machine.at('mine.loom'), theirs);
    edit(session, 0.25);
    const saved = session.workspace.save();
    await answer(session, 'reload');
    expect([await saved, bias(session), session.editor.isChanged]).toEqual([true, 0.5, false]);
  });

  test('or took away is said once when the person comes back, with Reload where that loses nothing', async () => {
    const session = await startSaved();
    const first = readFileSync(machine.at('mine.loom'));
    await session.workspace.look();
    expect(session.said).toEqual([]);
    edit(session, 0.75);
    await session.workspace.save();
    writeFileSync(machine.at('mine.loom'), first);
    await session.workspace.look();
    await session.workspace.look();
    expect(session.said).toEqual([expect.stringContaining('mine.loom was changed by another program')]);
    rmSync(machine.at('mine.loom'));
    await session.workspace.look();
    expect(session.said).toEqual([expect.stringContaining('mine.loom is no longer where it was')]);
    writeFileSync(machine.at('mine.loom'), first);
    await session.workspace.look();
    session.notices.list[0]?.action?.run();
    await session.settled();
    expect([bias(session), session.said]).toEqual([0.5, []]);
    edit(session, 0.25);
    writeFileSync(machine.at('mine.loom'), 'THEIRS');
    await session.workspace.look();
    expect(session.notices.list.map(({ action }) => action)).toEqual([undefined]);
  });
});

describe('unsaved work', () => {
  test('comes back after a crash, as the lesson it is', async () => {
    const session = await machine.start();
    edit(session, 0.25);
    // By itself, soon after the edit.
    await vi.waitFor(() => expect(readdirSync(machine.at('work/recovery'))).toContain('index.json'), 9000);
    session.end();
    const again = await machine.start();
    expect(again.said).toEqual([expect.stringMatching(/^Your unsaved work from .* is back\.$/)]);
    expect([bias(again), again.editor.isChanged, again.editor.canUndo]).toEqual([0.25, true, false]);
    expect(again.workspace.teaching.guide).toBeDefined();
    again.editor.open(again.editor.document, true);
    await again.workspace.safekeeping.now();
    again.end();
    expect((await machine.start()).said).toEqual([]);
  });

  test('of a file is the file’s, and what was asked for is asked about', async () => {
    const session = await startSaved();
    edit(session, 0.25);
    await session.workspace.safekeeping.now();
    session.end();
    const again = await machine.start({ asked: machine.at('mine.loom') });
    expect([again.workspace.fileName, bias(again)]).toEqual(['mine.loom', 0.25]);
    expect(again.workspace.pending).toBeDefined();
    again.workspace.pending = undefined;
    expect(await again.workspace.save()).toBe(true);
    expect(again.editor.isChanged).toBe(false);
  });

  test('that was saved does not come back', async () => {
    const session = await machine.start({ paths: [machine.at('mine.loom')] });
    edit(session, 0.25);
    await session.workspace.safekeeping.now();
    await session.workspace.save();
    await session.settled();
    session.end();
    const again = await machine.start();
    expect([again.said, again.workspace.fileName]).toEqual([[], null]);
  });

  test('that an earlier version kept comes back', async () => {
    (await startSaved()).end();
    mkdirSync(machine.at('work/recovery'), { recursive: true });
    writeFileSync(machine.at('work/recovery/unsaved.loom'), readFileSync(machine.at('mine.loom')));
    writeFileSync(machine.at('work/recovery/unsaved.json'), '{"name":');
    const again = await machine.start();
    expect(again.said).toEqual([expect.stringContaining('Your unsaved work')]);
    expect([bias(again), again.editor.isChanged]).toEqual([0.5, true]);
  });

  test('that cannot be read is set aside, never thrown away', async () => {
    const session = await machine.start();
    edit(session, 0.25);
    await session.workspace.safekeeping.now();
    session.end();
    const parts = readdirSync(machine.at('work/recovery'));
    writeFileSync(machine.at('work/recovery/index.json'), '{"format": 1,');
    const again = await machine.start();
    expect(again.said).toEqual([
      expect.stringContaining('could not be brought back'),
      expect.stringContaining('It was set aside as'),
    ]);
    expect(again.workspace.lesson?.id).toBe('forward-pass');
    const aside = readdirSync(machine.at('work')).find((name) => /^unsaved-\d+$/.test(name)) ?? '';
    expect(readdirSync(machine.at(`work/${aside}`))).toEqual(parts);
  });

  test('of which a part is gone comes back without it, and the rest is set aside', async () => {
    const session = await machine.start();
    edit(session, 0.25);
    await session.workspace.safekeeping.now();
    session.end();
    const folder = machine.at('work/recovery');
    const { files } = JSON.parse(readFileSync(`${folder}/index.json`, 'utf8')) as {
      files: Record<string, string[]>;
    };
    for (const part of files['quiz.json'] ?? []) rmSync(`${folder}/${part}`, { recursive: true });
    const again = await machine.start();
    expect([bias(again), again.workspace.teaching.questions.length]).toEqual([0.25, 0]);
    expect(again.said.join()).toContain('quiz.json');
  });

  test('that cannot be kept is said once, and closing asks a second time', async () => {
    const session = await machine.start();
    rmSync(machine.at('work'), { recursive: true });
    writeFileSync(machine.at('work'), 'no folder');
    edit(session, 0.25);
    expect(await session.workspace.safekeeping.now()).toBe(false);
    expect(await session.workspace.safekeeping.now()).toBe(false);
    expect(session.said).toHaveLength(1);
    session.host.close();
    await session.settled();
    expect([session.host.isClosed, session.said.length]).toEqual([false, 2]);
    session.host.close();
    await session.settled();
    expect(session.host.isClosed).toBe(true);
    rmSync(machine.at('work'));
    mkdirSync(machine.at('work'));
  });

  test('is kept before the window closes', async () => {
    const session = await machine.start();
    edit(session, 0.25);
    session.host.close();
    await session.settled();
    expect(session.host.isClosed).toBe(true);
    session.end();
    expect(bias(await machine.start())).toBe(0.25);
  });
});
