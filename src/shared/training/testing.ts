/** What tests of training share: rows, networks that learn from them, and what is asked of the engine. */
import type { TrainRequest } from '../contract/engine';
import { keptFeatures, type DataSet } from '../data/data-set';
import type { Document } from '../document/document';
import { initialTraining, type TrainingSettings } from '../document/training-settings';
import { describeProblem, isProblem } from '../messages/problem';
import { createRandom } from '../tensor/random';
import { floatTensor } from '../tensor/tensor';
import { buildNetwork, learnFrom, type Part } from './reference/build';
import { trainRequest } from './request';

/** The parts behind an Input that takes a row. */
export function network(data: DataSet, parts: readonly Part[]): Document {
  const input: Part = { layer: 'Input', attributes: { shape: [1, data.features.shape[1] ?? 1] } };
  return learnFrom(buildNetwork([input, ...parts]), data);
}

export const linear = (out_features: number): Part => ({ layer: 'Linear', attributes: { out_features } });

export function requestOf(document: Document, settings: Partial<TrainingSettings>): TrainRequest {
  const found = trainRequest(document, { ...initialTraining, ...settings }, 'cpu');
  if (isProblem(found)) throw new Error(describeProblem(found));
  return found.request;
}

export function dataOf(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  classes = 0,
): DataSet {
  return {
    features: keptFeatures(floatTensor([rows.length, rows[0]?.length ?? 0], rows.flat())),
    targets: Float32Array.from(targets),
    columns: [],
    classes: Array.from({ length: classes }, (_, at) => String(at)),
  };
}

/** Two arms, one and a half turns each. */
export function spiral(rows: number, seed: number): DataSet {
  const random = createRandom(seed, 'spiral');
  const points = Array.from({ length: rows }, (_, row) => {
    const along = 0.1 + 0.9 * random.uniform(0, 1);
    const angle = 3 * Math.PI * along + (row % 2) * Math.PI;
    const at = (value: number) => 2 * along * value + 0.02 * random.normal();
    return [at(Math.cos(angle)), at(Math.sin(angle))];
  });
  return dataOf(
    points,
    [...points.keys()].map((row) => row % 2),
    2,
  );
}
