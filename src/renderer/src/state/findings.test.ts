/** What operators answer is found by a run: no step of the person's, tried once for the same shapes, and told where it fails. */
import { beforeEach, expect, test } from 'vitest';
import type { RecordReply, Reply } from '#shared/contract/engine';
import type { Document } from '#shared/document/document';
import { topScores } from '#shared/document/testing-operators';
import { problem } from '#shared/messages/problem';
import { Editor } from './editor.svelte';
import { Findings } from './findings';
import { Notices } from './notices.svelte';

/** Of another width than the one it was run with. */
const widened: Document = {
  ...topScores,
  nodes: topScores.nodes.map((node) =>
    node.id === 'scores' ? { ...node, attributes: { shape: [2, 7] } } : node,
  ),
};

let notices: Notices;
let editor: Editor;
let findings: Findings;
let reply: Reply<RecordReply>;
let runs = 0;

beforeEach(() => {
  notices = new Notices();
  editor = new Editor(notices.report);
  editor.open(widened, true);
  runs = 0;
  findings = new Findings(
    editor,
    () => {
      runs++;
      return Promise.resolve(reply);
    },
    notices,
  );
});

test('what is found belongs to the document and is no step', async () => {
  const { outputs } = editor.inference.nodes.get('top')!.unrecorded!;
  const shapes = new Map(outputs.map(({ name, port }) => [name, port]));
  const values = new Map(
    [...shapes].map(([name, port]) => [
      name,
      { type: port === 'Values' ? 'float32' : 'int64', shape: [2, 3] },
    ]),
  );
  reply = { ok: true, value: { values } };
  await findings.look(false);
  expect(editor.inference.problems).toEqual([]);
  expect([editor.canUndo, editor.isChanged]).toEqual([false, false]);
  expect(notices.list).toEqual([]);
});

test('a run that fails is told, and tried again when it is asked for', async () => {
  reply = { ok: false, problem: problem('engine-stopped') };
  await findings.look(false);
  await findings.look(false);
  expect(runs).toBe(1);
  expect(notices.list).toHaveLength(1);
  await findings.look(true);
  expect(runs).toBe(2);
});

test('a document that was edited meanwhile is left alone', async () => {
  reply = { ok: true, value: { values: new Map() } };
  const looked = findings.look(false);
  editor.open(topScores, true);
  await looked;
  expect(editor.document).toBe(topScores);
});
