/** Every bundled lesson: it loads, runs, and every figure in its text is one the engine computes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Engine } from '#engine/engine';
import { decodeBundled } from '../data/bundled';
import { withBundled } from '../data/plan';
import { prepareData } from '../data/prepare';
import { compileTrace, feedsOf } from '../compile/compile';
import type { Document, NodeId } from '../document/document';
import { decodeDocument } from '../document/file-format';
import { answeredIn, inferShapes, type Inference } from '../document/infer';
import { initialTraining } from '../document/training-settings';
import { parameterOf } from '../document/values';
import { describeProblem, isProblem, type Problem } from '../messages/problem';
import type { Tensor } from '../tensor/tensor';
import { decodeLesson } from './lesson';
import { liveValue, liveValuesIn, type LiveContext } from './live-values';

const models = join(import.meta.dirname, '../../../models');
const engine = new Engine();

function filesOf(id: string): ReadonlyMap<string, Uint8Array> {
  const folder = join(models, id);
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return new Map(names.map((name) => [name, readFileSync(join(folder, name))]));
}

const lessons = readdirSync(models, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && readdirSync(join(models, entry.name)).includes('lesson.json'))
  .map(({ name }) => name);

function whole<T extends object>(found: T | Problem): T {
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found;
}

/** The rows of a bundled set are read when a document is opened. */
function withRows(document: Document): Document {
  const { data } = document;
  if (data?.source.kind !== 'bundled') return document;
  const set = whole(decodeBundled(data.source.id, filesOf(join('data', data.source.id))));
  return { ...document, data: withBundled(data, set) };
}

async function contextOf(document: Document, inference: Inference): Promise<LiveContext> {
  const { model } = compileTrace(inference);
  const reply = await engine.answer({ kind: 'run', model, feeds: feedsOf(document, inference) });
  if (!reply.ok) throw new Error(describeProblem(reply.problem));
  const values = reply.value as ReadonlyMap<string, Tensor>;
  return {
    classes: classesOf(document),
    inference,
    output: answeredIn(inference, values),
    parameter: (node, name) => parameterIn(document, inference, node, name),
    epochs: [],
  };
}

function classesOf({ data, training }: Document): readonly string[] {
  const prepared = prepareData(data, training ?? initialTraining);
  return isProblem(prepared) ? [] : prepared.training.classes;
}

function parameterIn(document: Document, { nodes }: Inference, node: NodeId, name: string) {
  const spec = nodes.get(node)?.emission?.parameters.find((parameter) => parameter.name === name);
  return spec && parameterOf(document, node, spec);
}

describe.each(lessons)('the lesson %s', (id) => {
  const files = filesOf(id);
  const document = withRows(whole(decodeDocument(files, id)));
  const inference = inferShapes(document);
  const lesson = whole(decodeLesson(files, id));

  test('is whole, and each of its stage texts is about a stage', () => {
    expect(inference.problems.map(describeProblem)).toEqual([]);
    const stages = [...inference.nodes.values()].map(({ node }) => node.stage ?? node.name);
    for (const name of lesson.stages.keys()) expect(stages).toContain(name);
  });

  test('has only live figures, and every one of them is found', async () => {
    const context = await contextOf(document, inference);
    const texts = [lesson.about, lesson.first, lesson.insight, lesson.next, ...lesson.stages.values()];
    for (const text of texts) {
      for (const asked of liveValuesIn(text)) {
        const isOfARun = /^(loss|accuracy) \d+$/.test(asked);
        const { kind } = liveValue(asked, context);
        expect(`${asked}: ${kind}`).toBe(`${asked}: ${isOfARun ? 'waiting' : 'value'}`);
      }
      // Outside live values, a text has no decimals: they would be typed in.
      expect(text.replace(/\{\{[^}]*\}\}/g, '')).not.toMatch(/\d[.,]\d/);
    }
  });
});

describe('live values', () => {
  const document = whole(decodeDocument(filesOf('forward-pass'), 'forward-pass'));
  const inference = inferShapes(document);

  test.each([
    ['Linear 1 output', '[0.1, 0.2, 0.3, 0.4]'],
    ['Linear Layer 1 output 2', '0.3'],
    ['Linear 1 weight 0,1', '0.27'],
    ['Linear 1 weight 0,0', '0.07'],
    ['Linear 2 shape', '1 x 2'],
    ['Linear 2 input shape', '1 x 4'],
    ['parameters', '26'],
    ['stages', '5'],
    ['answer', '0'],
    ['probability', '0.646'],
    ['loss 2', '0.91'],
  ])('%s is %s', async (asked, text) => {
    const context = { ...(await contextOf(document, inference)), epochs: [epoch(1.2), epoch(0.912)] };
    expect(liveValue(asked, context)).toMatchObject({ kind: 'value', text });
  });

  test.each(['Linear 9 output', 'Linear 1 nothing', 'Linear 1 weight 9,9', 'loss x', 'nonsense'])(
    '%s is said to be unknown',
    async (asked) => {
      expect(liveValue(asked, await contextOf(document, inference)).kind).toBe('unknown');
    },
  );
});

const epoch = (loss: number) => ({ epoch: 1, loss, accuracy: 0.5 });

test('what is wrong with a lesson names the file that it lies in', () => {
  const half = new Map([['lesson.md', new Uint8Array()]]);
  const found = decodeLesson(half, 'mine.loom');
  expect(isProblem(found) && describeProblem(found)).toMatch(/^mine\.loom is damaged: a lesson needs /);
});
