/** Document to a model that scores rows it is not trained on: forward as when predicting, and the loss. */
import type { DataSet } from '../document/data-set';
import type { Document } from '../document/document';
import type { TrainingSettings } from '../document/training-settings';
import { isProblem, type Problem } from '../messages/problem';
import { createOpCollector } from '../onnx/builder';
import { encodeModel } from '../onnx/encode';
import type { ValueInfo } from '../onnx/graph';
import type { Shape } from '../tensor/shape';
import { names } from './compile-training';
import { emitLoss, prepareNetwork, targetInfo } from './network';
import { nodesLeadingTo } from './scope';

const batchLimit = 500;

export interface ScoringProgram {
  readonly batch: number;
  /** One for each number of rows at once. */
  readonly models: { readonly rows: number; readonly model: Uint8Array<ArrayBuffer> }[];
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
  for (const rows of [batch, count % batch].filter((size) => size > 0)) {
    const model = compileRows(document, settings, data, rows);
    if (isProblem(model)) return model;
    models.push({ rows, model });
  }
  return { batch, models };
}

function compileRows(
  document: Document,
  settings: TrainingSettings,
  data: DataSet,
  rows: number,
): Uint8Array<ArrayBuffer> | Problem {
  const network = prepareNetwork(document, settings, data, rows, 'eval');
  if (isProblem(network)) return network;
  const { all, forward, constants, input } = network;
  const builder = createOpCollector('scoring');
  const { loss: lossValue, correct } = emitLoss(builder, network, names.target);
  const renamed = new Map([
    [lossValue, names.loss] as const,
    ...(correct ? [[correct, names.correct] as const] : []),
  ]);
  const rename = (name: string): string => renamed.get(name) ?? name;
  const nodes = [...forward, ...builder.nodes].map((node) => ({
    ...node,
    inputs: node.inputs.map(rename),
    outputs: node.outputs.map(rename),
  }));
  const float = (name: string, shape: Shape): ValueInfo => ({ name, dtype: 'float32', shape });
  return encodeModel({
    name: 'scoring',
    nodes: nodesLeadingTo(nodes, new Set(renamed.values())),
    inputs: [
      float(input.name, input.shape),
      targetInfo(network, names.target, rows),
      ...all.map(({ value, shape }) => float(value, shape)),
    ],
    outputs: [...renamed.values()].map((name) => float(name, [])),
    initializers: new Map([...constants, ...builder.constants]),
  });
}
