/** Every layer as PyTorch's exporter writes it, in three operator sets; scripts/reference/exports.py records them. */
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { recordRun, runModel } from '#engine/testing';
import { compileForward } from '../compile/compile';
import { completeNodes } from '../document/complete';
import { inferShapes } from '../document/infer';
import { layers } from '../layers/index';
import { cases } from '../layers/reference/recorded';
import { describeProblem, isProblem } from '../messages/problem';
import { readModel } from '../onnx/model-file';
import { encodeModelFile } from '../onnx/model-bytes';
import { floatTensor, numberAt } from '../tensor/tensor';
import { openAsDocument } from './open';
import recorded from './reference/exports.json' with { type: 'json' };

/** How many of a layer's models are not layers alone, of how many: with operators that no layer here is made of. */
const notYet: Readonly<Record<string, string>> = {
  AvgPool1d: '21 of 30',
  AvgPool2d: '15 of 45',
  AvgPool3d: '6 of 21',
  CausalMask: '4 of 4',
  Chunk: '6 of 27',
  Conv2d: '6 of 51',
  Conv3d: '6 of 21',
  ConvTranspose2d: '3 of 21',
  CosineSimilarity: '12 of 12',
  EmbeddingBag: '15 of 15',
  Hardshrink: '18 of 18',
  InstanceNorm1d: '6 of 12',
  InstanceNorm2d: '6 of 12',
  LPPool2d: '21 of 21',
  LocalResponseNorm: '15 of 15',
  MaxPool2d: '18 of 96',
  MultiheadAttention: '10 of 100',
  Pad: '3 of 42',
  Permute: '3 of 12',
  PositionalEncoding: '12 of 12',
  Power: '3 of 15',
  ScaledDotProductAttention: '2 of 17',
  Softmin: '3 of 18',
  Softplus: '12 of 18',
  Softshrink: '18 of 18',
  TransformerDecoderLayer: '3 of 12',
  TransformerEncoderLayer: '3 of 6',
  Unfold: '12 of 12',
  Upsample: '15 of 24',
};

/** How many models the exporter writes that the runtime refuses: with a size below zero, or an axis counted from the end. */
const notRun: Readonly<Record<string, number>> = { Chunk: 6, ConvTranspose2d: 3, Permute: 3 };

const kinds = [...new Set(recorded.models.map(({ kind }) => kind))];

describe.each(kinds)('%s', (kind) => {
  test('opens, and answers what its file does', async () => {
    const models = recorded.models.filter((model) => model.kind === kind);
    let held = 0;
    let refused = 0;
    for (const { at, set, model: packed } of models) {
      const model = readModel(inflateSync(Buffer.from(packed, 'base64')), 'm.onnx');
      if (isProblem(model)) throw new Error(describeProblem(model));
      const bytes = encodeModelFile(model);
      const opened = await openAsDocument(model, 'm.onnx', recordRun);
      if (isProblem(opened)) throw new Error(describeProblem(opened));
      const { document } = opened;
      if (document.nodes.some(({ op }) => op)) held++;
      if (opened.notes.some(({ code }) => code === 'model-not-run')) {
        refused++;
        continue;
      }
      const inference = inferShapes(document);
      expect(inference.problems.map(describeProblem)).toEqual([]);
      const given = completeNodes(inference).flatMap(({ emission }) => emission.graphInputs);
      const one = cases.filter((each) => each.kind === kind)[at]!;
      const ports = layers.get(kind)!.inputs(one.attributes);
      const values = new Map(one.inputs.map((input, port) => [ports[port]!, input.values]));
      const feeds = new Map(
        given.map(({ name, shape }) => [name, floatTensor(shape, values.get(name) ?? [])] as const),
      );
      const answers = await runModel(bytes, feeds);
      const found = await runModel(compileForward(document, inference), feeds);
      const about = `set ${set}, case ${at}: ${document.nodes.map((node) => node.kind).join(', ')}`;
      expect([...found.keys()], about).toEqual([...answers.keys()]);
      for (const [name, expected] of answers) {
        for (let place = 0; place < expected.values.length; place++) {
          const right = numberAt(expected, place);
          expect(
            Math.abs(numberAt(found.get(name)!, place) - right),
            `${about}: ${name}`,
          ).toBeLessThanOrEqual(1e-5 * (1 + Math.abs(right)));
        }
      }
    }
    expect(held === 0 ? undefined : `${held} of ${models.length}`).toBe(notYet[kind]);
    expect(refused || undefined).toBe(notRun[kind]);
  });
});
