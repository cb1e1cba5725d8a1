/** Document to a model that answers many rows at once, as when predicting: for each row what the network says. */
import type { DataSet } from '../data/data-set';
import type { Document } from '../document/document';
import type { TrainingSettings } from '../document/training-settings';
import { isProblem, type Problem } from '../messages/problem';
import { createOpCollector } from '../onnx/builder';
import { encodeModel } from '../onnx/encode';
import { sizeOf } from '../tensor/shape';
import { prepareNetwork, type Network } from './network';

export interface AnswersProgram {
  readonly model: Uint8Array<ArrayBuffer>;
  /** Fed with the rows' features, [rows, ...]. */
  readonly input: { readonly value: string; readonly shape: readonly number[] };
  readonly parameters: Network['all'];
  /** Numbers the network answers a row. */
  readonly width: number;
  /** Whether they lie between 0 and 1 and stand for classes. */
  readonly areProbabilities: boolean;
}

/** The one output of the model, [rows, width]. */
export const answersValue = 'answers';

/** Errors: what keeps the network from being run on these rows. */
export function compileAnswers(
  document: Document,
  settings: TrainingSettings,
  data: DataSet,
  rows: number,
): AnswersProgram | Problem {
  const network = prepareNetwork(document, settings, data, rows, 'eval');
  if (isProblem(network)) return network;
  const { all, forward, constants, input, scored, loss } = network;
  const { output } = scored.emission;
  const width = sizeOf(output.shape) / rows;
  const builder = createOpCollector('answering');
  const said = loss.probabilities?.(builder, output.name) ?? output.name;
  const flat = { dtype: 'int64', shape: [2], values: BigInt64Array.of(BigInt(rows), BigInt(width)) } as const;
  const answers = builder.op('Reshape', [said, builder.constant(flat)]);
  const model = encodeModel({
    name: 'answering',
    nodes: [...forward, ...builder.nodes].map((node) => ({
      ...node,
      outputs: node.outputs.map((name) => (name === answers ? answersValue : name)),
    })),
    inputs: [input, ...all.map(({ value: name, shape }) => ({ name, shape }))].map(({ name, shape }) => ({
      name,
      dtype: 'float32',
      shape,
    })),
    outputs: [{ name: answersValue, dtype: 'float32', shape: [rows, width] }],
    initializers: new Map([...constants, ...builder.constants]),
  });
  return {
    model,
    input: { value: input.name, shape: input.shape },
    parameters: all,
    width,
    areProbabilities: loss.probabilities !== undefined,
  };
}
