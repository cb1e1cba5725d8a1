/**
 * RNN: h_t = tanh(W x_t + b + U h_(t-1) + d), or relu of it.
 * Sources: Elman, "Finding Structure in Time", 1990; https://pytorch.org/docs/stable/generated/torch.nn.RNN.html
 */
import { call, number, sum } from '../../tensor/expression';
import { choice } from '../attributes';
import { defineLayer } from '../define';
import { atEachStep } from '../uses';
import type { Cell } from './cell';
import { explainSequence } from './explain';
import { guessSequences } from './guess';
import { exportedAs, guessOperators } from './operators';
import {
  checkSequence,
  formerSequence,
  inputsOf,
  isRelu,
  parametersOf,
  resultsOf,
  sizes,
  torchOf,
  ways,
  startedExamples,
} from './sequence';
import { texSequence } from './tex';
import { emitSequence } from './unroll';

const cell: Cell = {
  gates: 1,
  states: 1,
  joinsBiases: true,
  emit: ({ builder, seen, heard, attributes }) => [
    builder.op(isRelu(attributes) ? 'Relu' : 'Tanh', [heard(seen)]),
  ],
  explain({ seen, heard, name, attributes }) {
    const all = sum([...seen(0), ...heard(0)]);
    return [name('h', isRelu(attributes) ? call('max', number(0), all) : call('tanh', all))];
  },
  tex: ({ seen, heard, of, attributes }) => [
    `${of('h', 't')} &= ${isRelu(attributes) ? '\\max(0,\\,' : '\\tanh('} ${seen} + ${heard})`,
  ],
};

export const rnn = defineLayer({
  kind: 'RNN',
  group: 'recurrent',
  summary:
    'Reads a sequence step by step: what it answers at a step is made of that step’s numbers and of its own answer before. With the same weights at every step it takes sequences of any length.',
  formula: 'h = tanh(W x + b + U h before + d), step by step',
  backward:
    'Gradients go back through time: what reaches a step comes from its answer and from every step after it. Each step multiplies by the same weights, so over many steps gradients fade or grow.',
  words: ['recurrent', 'sequence', 'elman', 'time'],
  attributes: {
    ...sizes,
    nonlinearity: choice({
      initial: 'tanh',
      options: ['tanh', 'relu'],
      help: 'The function that makes an answer of the sum.',
    }),
    ...ways,
  },
  inputs: inputsOf(cell.states),
  outputs: () => resultsOf(cell.states),
  check: checkSequence,
  resolve: ([x = []], attributes) => ({ ...attributes, input_size: x.at(-1) ?? 1 }),
  parameters: parametersOf(cell.gates),
  uses: atEachStep,
  former: formerSequence,
  emit: (context) => emitSequence(cell, context),
  exported: exportedAs('RNN'),
  recognise: (y) =>
    [...guessSequences(cell, y), ...guessOperators('RNN', y)].flatMap(({ attributes, ...guess }) =>
      (['tanh', 'relu'] as const).map((nonlinearity) => ({
        ...guess,
        attributes: { ...attributes, nonlinearity },
      })),
    ),
  explain: (context) => explainSequence(cell, context),
  torch: ({ inputs, attributes }) =>
    torchOf('nn.RNN', inputs, attributes, [['nonlinearity', attributes.nonlinearity, 'tanh']]),
  tex: (context) => texSequence(cell, context),
  examples: [
    { inputs: [[2, 3, 2]], attributes: { hidden_size: 3 } },
    {
      inputs: [[3, 1, 2]],
      attributes: { hidden_size: 2, nonlinearity: 'relu', batch_first: false },
    },
    {
      inputs: [[1, 2, 1]],
      attributes: { hidden_size: 2, num_layers: 2, bidirectional: true },
    },
    ...startedExamples(cell.states),
  ],
});
