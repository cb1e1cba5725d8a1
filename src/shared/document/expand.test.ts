/** A layer taken apart answers what it answered, whatever its attributes, and every part is complete. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runModel } from '#engine/testing';
import { compileForward, feedsOf } from '../compile/compile';
import type { LayerExample } from '../layers/define';
import { layers } from '../layers/index';
import { anyExample } from '../layers/testing';
import { describeProblem, isProblem } from '../messages/problem';
import { answersOf, completeNodes } from './complete';
import type { Document } from './document';
import { applyEdit } from './edits';
import { isExpandable } from './expand';
import { inferShapes } from './infer';
import { documentOfExample, subject } from './testing';
import { initialTraining } from './training-settings';

const composites = [...layers.values()].filter((layer) => isMade(layer.kind, layer.examples[0]!));

function isMade(kind: string, example: LayerExample): boolean {
  const built = documentOfExample(layers.get(kind)!, example, 3);
  if (isProblem(built)) throw new Error(describeProblem(built));
  return isExpandable(built.inference, subject);
}

test('attention and the Transformer layers are made of layers', () => {
  expect(composites.map(({ kind }) => kind)).toEqual([
    'ScaledDotProductAttention',
    'MultiheadAttention',
    'TransformerEncoderLayer',
    'TransformerDecoderLayer',
  ]);
});

describe.each(composites.map((layer) => [layer.kind, layer] as const))('%s', (_, layer) => {
  test.each(layer.examples.map((example) => [JSON.stringify(example), example] as const))(
    'taken apart answers the same for %s',
    (__, example) => expectSame(layer.kind, example),
  );

  test('taken apart answers the same for any attributes that fit', async () => {
    let fits = 0;
    await fc.assert(
      fc.asyncProperty(anyExample(layer), async (example) => {
        if (isProblem(documentOfExample(layer, example, 3))) return;
        fits++;
        await expectSame(layer.kind, example);
      }),
      { seed: 4, numRuns: 40 },
    );
    expect(fits).toBeGreaterThan(4);
  });
});

test('what was frozen stays frozen in the parts, and what was scored is the answer', () => {
  const built = documentOfExample(
    layers.get('MultiheadAttention')!,
    {
      inputs: [
        [1, 2, 2],
        [1, 2, 2],
        [1, 2, 2],
      ],
    },
    3,
  );
  if (isProblem(built)) throw new Error(describeProblem(built));
  const training = { ...initialTraining, scored: subject, frozen: { [subject]: ['in_proj_weight'] } };
  const { training: kept, nodes } = applyEdit(
    { ...built.document, training },
    { kind: 'expand', node: subject },
  );
  const nameOf = (id: string) => nodes.find((node) => node.id === id)?.name;
  expect(Object.entries(kept!.frozen).map(([id, names]) => [nameOf(id), names])).toEqual([
    ['query projection', ['weight']],
    ['key projection', ['weight']],
    ['value projection', ['weight']],
  ]);
  expect(nameOf(kept!.scored!)).toBe('output projection');
});

async function expectSame(kind: string, example: LayerExample): Promise<void> {
  const built = documentOfExample(layers.get(kind)!, example, 3);
  if (isProblem(built)) throw new Error(describeProblem(built));
  const whole = await answerOf(built.document);
  let document = built.document;
  // What it is made of may be made of layers, too.
  for (let next: string | undefined = subject; next !== undefined; next = madeIn(document)) {
    document = applyEdit(document, { kind: 'expand', node: next });
    expect(inferShapes(document).problems.map(describeProblem)).toEqual([]);
    const found = await answerOf(document);
    expect(found.length).toBe(whole.length);
    found.forEach((value, at) => {
      const wanted = whole[at]!;
      expect(Math.abs(value - wanted)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(wanted)));
    });
  }
  expect(document.groups.map(({ name }) => name)).toEqual([subject]);
}

function madeIn(document: Document): string | undefined {
  const inference = inferShapes(document);
  return document.nodes.find(({ id }) => isExpandable(inference, id))?.id;
}

async function answerOf(document: Document): Promise<readonly number[]> {
  const inference = inferShapes(document);
  const inputs = completeNodes(inference).flatMap(({ emission }) => emission.graphInputs);
  const drawn = feedsOf(document, inference);
  const feeds = new Map(inputs.map(({ name }) => [name, drawn.get(name)!]));
  const answers = await runModel(compileForward(document, inference), feeds);
  const [answer] = answersOf(completeNodes(inference));
  return Array.from(answers.get(answer!.emission.output.name)!.values as Float32Array);
}
