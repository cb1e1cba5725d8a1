/** Document to a model that answers the gradient of every parameter over some rows, as when predicting. */
import type { DataSet } from '../data/data-set';
import type { Document } from '../document/document';
import type { TrainingSettings } from '../document/training-settings';
import { isProblem, problem, type Problem } from '../messages/problem';
import { createOpCollector } from '../onnx/builder';
import { encodeModel } from '../onnx/encode';
import type { ValueInfo } from '../onnx/graph';
import { nodesLeadingTo } from '../onnx/leading';
import type { Shape } from '../tensor/shape';
import { differentiate } from './differentiate';
import { emitLoss, prepareNetwork, type Network } from './network';

export interface GradientsProgram {
  readonly model: Uint8Array<ArrayBuffer>;
  /** Fed with the rows' features, [rows, ...]. */
  readonly input: { readonly value: string; readonly shape: Shape };
  /** Fed with the right answers: the number or the class index, [rows, 1] or [rows]. */
  readonly target: { readonly value: string; readonly shape: Shape };
  readonly fed: Network['all'];
  /** Parameters that learn, and the output that is the gradient of each. */
  readonly gradients: readonly {
    readonly node: string;
    readonly name: string;
    readonly value: string;
    readonly gradient: string;
    readonly shape: Shape;
  }[];
}

/** Errors: what keeps the network from being differentiated on these rows. */
export function compileGradients(
  document: Document,
  settings: TrainingSettings,
  data: DataSet,
  rows: number,
): GradientsProgram | Problem {
  const network = prepareNetwork(document, settings, data, rows, 'eval');
  if (isProblem(network)) return network;
  const { all, forward, constants, shapes, input, scored, loss } = network;
  const learned = all.filter(({ isBuffer }) => !isBuffer);
  if (learned.length === 0) return problem('training-without-parameters');
  const builder = createOpCollector('gradients');
  const given = 'answers';
  const target = loss.target === 'class' ? builder.op('Cast', [given], { to: { int: 7 } }) : given;
  const seed = emitLoss(builder, network, target).gradient;
  const found = differentiate(
    {
      nodes: forward,
      shapes,
      seeds: new Map([[scored.emission.output.name, seed]]),
      wanted: new Set(learned.map(({ value }) => value)),
    },
    builder,
  );
  if (isProblem(found)) return found;
  const gradients = learned.flatMap(({ node, name, value, shape }) => {
    const gradient = found.get(value);
    return gradient === undefined ? [] : [{ node, name, value, shape, gradient }];
  });
  const float = (name: string, shape: Shape): ValueInfo => ({ name, dtype: 'float32', shape });
  const answers = { value: given, shape: loss.target === 'class' ? [rows] : [rows, 1] };
  const model = encodeModel({
    name: 'gradients',
    nodes: nodesLeadingTo([...forward, ...builder.nodes], new Set(gradients.map(({ gradient }) => gradient))),
    inputs: [
      float(input.name, input.shape),
      float(answers.value, answers.shape),
      ...all.map(({ value, shape }) => float(value, shape)),
    ],
    outputs: gradients.map(({ gradient, shape }) => float(gradient, shape)),
    initializers: new Map([...constants, ...builder.constants]),
  });
  return { model, input: { value: input.name, shape: input.shape }, target: answers, fed: all, gradients };
}
