/** When unsaved work is kept, what of it, and what is said where it cannot be. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Written } from '#shared/contract/bytes';
import { emptyDocument, type Document } from '#shared/document/document';
import { problem, type Problem } from '#shared/messages/problem';
import { floatTensor } from '#shared/tensor/tensor';
import type { KeeperTask } from '../background/serve-keeper';
import type { Content } from './keeper';
import { Safekeeping, type UnsavedWork } from './safekeeping';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A keeper that takes its time, and notes what it was given. */
class Desk {
  /** Titles, or `nothing`. */
  readonly kept: string[] = [];
  /** What went wrong at each attempt. */
  readonly told: (Problem | undefined)[] = [];
  readonly contents: (Content & { readonly task: KeeperTask })[] = [];
  takesMs = 0;
  fault: Problem | undefined;
  work: UnsavedWork | undefined;
  readonly safekeeping = new Safekeeping(
    {
      do: async (content, task) => {
        if (this.takesMs > 0) await new Promise((resolve) => setTimeout(resolve, this.takesMs));
        this.kept.push(content.document.title);
        this.contents.push({ ...content, task });
        return this.#reply();
      },
      clear: () => {
        this.kept.push('nothing');
        return Promise.resolve(this.#reply());
      },
    },
    () => this.work,
    (found) => this.told.push(found),
  );

  #reply(): Written {
    return this.fault ? { ok: false, problem: this.fault } : { ok: true, value: null };
  }

  edit(title: string, document: Partial<Document> = {}, rest: Partial<UnsavedWork> = {}): void {
    const beside = this.work?.beside ?? new Map<string, Uint8Array>();
    this.work = {
      document: { ...emptyDocument, ...document, title },
      beside,
      name: null,
      handle: null,
      ...rest,
    };
    this.safekeeping.edited(this.work.document);
  }
}

test('an edit every 150 ms for six seconds: never more than a second and a half of them is not kept', async () => {
  const desk = new Desk();
  desk.takesMs = 50;
  for (let at = 0; at < 40; at++) {
    desk.edit(String(at));
    await vi.advanceTimersByTimeAsync(150);
    expect(at - Number(desk.kept.at(-1) ?? -1)).toBeLessThanOrEqual(11);
  }
  await vi.advanceTimersByTimeAsync(500);
  expect(desk.kept.at(-1)).toBe('39');
});

test('the first edit is kept at once, those after it once there is a pause', async () => {
  const desk = new Desk();
  desk.safekeeping.edited(emptyDocument);
  await vi.advanceTimersByTimeAsync(500);
  desk.edit('first');
  await vi.advanceTimersByTimeAsync(1);
  expect(desk.kept).toEqual(['nothing', 'first']);
  desk.edit('second');
  await vi.advanceTimersByTimeAsync(300);
  expect(desk.kept).toEqual(['nothing', 'first']);
  await vi.advanceTimersByTimeAsync(200);
  expect(desk.kept).toEqual(['nothing', 'first', 'second']);
});

test('while one is under way only the newest waits', async () => {
  const desk = new Desk();
  desk.takesMs = 10_000;
  desk.edit('first');
  await vi.advanceTimersByTimeAsync(500);
  for (const title of ['second', 'third', 'fourth']) {
    desk.edit(title);
    await vi.advanceTimersByTimeAsync(1_500);
  }
  await vi.advanceTimersByTimeAsync(30_000);
  expect(desk.kept).toEqual(['first', 'fourth']);
});

test('at once when the person looks away, and not again while nothing changed', async () => {
  const desk = new Desk();
  desk.edit('mine');
  desk.safekeeping.lookedAway();
  await vi.advanceTimersByTimeAsync(1);
  expect(desk.kept).toEqual(['mine']);
  desk.safekeeping.lookedAway();
  expect(await desk.safekeeping.now()).toBe(true);
  expect(desk.kept).toEqual(['mine']);
});

test('saved, it is let go, once', async () => {
  const desk = new Desk();
  desk.edit('mine');
  await desk.safekeeping.now();
  desk.work = undefined;
  await desk.safekeeping.now();
  await desk.safekeeping.now();
  expect(desk.kept).toEqual(['mine', 'nothing']);
});

test('of a run under way every few seconds, with the weights it stands at', async () => {
  const desk = new Desk();
  const node = { id: 'a', kind: 'Linear', name: 'A', attributes: {}, position: { x: 0, y: 0 } };
  const [weight, bias] = [floatTensor([1], [1]), floatTensor([1], [2])];
  for (let epoch = 1; epoch <= 300; epoch++) {
    const standing = { epoch, parameters: { a: { weight: floatTensor([1], [epoch]) } } };
    const run = { at: `epoch ${epoch}`, results: [] };
    const document = { ...emptyDocument, nodes: [node], parameters: { a: { weight, bias } } };
    desk.work = { document, beside: new Map(), name: null, handle: null, standing, run };
    desk.safekeeping.trained(standing);
    await vi.advanceTimersByTimeAsync(33);
  }
  expect(desk.contents.length).toBeGreaterThanOrEqual(3);
  expect(desk.contents.length).toBeLessThanOrEqual(4);
  const last = desk.contents.at(-1);
  const tensors = last?.document.parameters.a;
  expect(tensors?.bias).toBe(bias);
  expect(tensors?.weight?.values[0]).toBeGreaterThan(200);
  expect(last?.task).toMatchObject({ run: { at: `epoch ${String(tensors?.weight?.values[0])}` } });
});

test('of each attempt it is told whether it failed, and what failed is tried again though it did not change', async () => {
  const desk = new Desk();
  desk.fault = problem('recovery-not-written', { file: 'recovery', reason: 'the disk is full' });
  desk.edit('a');
  expect(await desk.safekeeping.now()).toBe(false);
  expect(await desk.safekeeping.now()).toBe(false);
  const { fault } = desk;
  desk.fault = undefined;
  expect(await desk.safekeeping.now()).toBe(true);
  expect(desk.told).toEqual([fault, fault, undefined]);
});
