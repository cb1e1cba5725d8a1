/** Document to a model that scores rows it is not trained on: forward as when predicting, and the loss. */
import type { DataSet } from '../data/data-set';
import type { Document } from '../document/document';
import type { TrainingSettings } from '../document/training-settings';
import { isProblem, type Problem } from '../messages/problem';
import { createOpCollector } from '../onnx/builder';
import type { ValueInfo } from '../onnx/graph';
import { names } from './names';
import { dataInfos, emitLoss, gatherRows, prepareNetwork } from './network';
import { repeatStep } from './repeat';

const batchLimit = 500;

export interface ScoringProgram {
  readonly batch: number;
  /** One for each number of rows at once. */
  readonly models: { readonly rows: number; readonly model: Uint8Array<ArrayBuffer> }[];
  /** Values the models are fed beside the rows. */
  readonly fed: string[];
}

/** Errors: what keeps the network from being scored on these rows. */
export function compileScoring(
  document: Document,
  settings: TrainingSettings,
  data: DataSet,
): ScoringProgram | Problem {
  const count = data.targets.length;
  const batch = Math.min(batchLimit, count);
  const models: ScoringProgram['models'] = [];
  let fed: string[] = [];
  for (const rows of [batch, count % batch].filter((size) => size > 0)) {
    const network = prepareNetwork(document, settings, data, rows, 'eval');
    if (isProblem(network)) return network;
    fed = network.all.map(({ value }) => value);
    const builder = createOpCollector('scoring');
    const { loss, correct } = emitLoss(builder, network, names.target);
    const { whole, order } = dataInfos(network);
    const model = repeatStep({
      name: 'scoring',
      nodes: [...gatherRows(network), ...network.forward, ...builder.nodes],
      constants: new Map([...network.constants, ...builder.constants]),
      carried: [],
      given: [order],
      whole: [
        ...whole,
        ...network.all.map(({ value, shape }): ValueInfo => ({ name: value, dtype: 'float32', shape })),
      ],
      told: [
        { name: names.loss, value: loss, shape: [] },
        ...(correct === undefined ? [] : [{ name: names.correct, value: correct, shape: [] }]),
      ],
    });
    models.push({ rows, model });
  }
  return { batch, models, fed };
}
