/**
 * LSTM: with gates i, f, g, o = W x_t + b + U h_(t-1) + d, c_t = σ(f) c_(t-1) + σ(i) tanh(g) and h_t = σ(o) tanh(c_t).
 * Sources: Hochreiter and Schmidhuber, "Long Short-Term Memory", 1997; https://pytorch.org/docs/stable/generated/torch.nn.LSTM.html
 */
import { call, product, sum } from '../../tensor/expression';
import { defineLayer } from '../define';
import { atEachStep } from '../uses';
import { sigmoidOf, splitGates, type Cell } from './cell';
import { explainSequence } from './explain';
import { guessSequences } from './guess';
import { exportedAs, guessOperators } from './operators';
import {
  checkSequence,
  formerSequence,
  inputsOf,
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
  gates: 4,
  states: 2,
  joinsBiases: true,
  emit({ builder, seen, heard, before: [, c = ''], attributes: { hidden_size } }) {
    const [i = '', f = '', g = '', o = ''] = splitGates(builder, heard(seen), 4, hidden_size);
    const open = (gate: string) => builder.op('Sigmoid', [gate]);
    const kept = builder.op('Mul', [open(f), c]);
    const next = builder.op('Add', [kept, builder.op('Mul', [open(i), builder.op('Tanh', [g])])]);
    return [builder.op('Mul', [open(o), builder.op('Tanh', [next])]), next];
  },
  explain({ seen, heard, before, name }) {
    const all = (gate: number) => [...seen(gate), ...heard(gate)];
    const open = (letter: string, gate: number) => name(letter, sigmoidOf(all(gate)));
    const added = product(open('i', 0), name('g', call('tanh', sum(all(2)))));
    const kept = before?.[1] ? [product(open('f', 1), before[1])] : [];
    const c = name('c', sum([...kept, added]));
    return [name('h', product(open('o', 3), call('tanh', c))), c];
  },
  tex: ({ seen, heard, of }) => [
    `\\begin{pmatrix} i \\\\ f \\\\ g \\\\ o \\end{pmatrix} &= ${seen} + ${heard}`,
    `${of('c', 't')} &= \\sigma(f) \\odot ${of('c', 'before')} + \\sigma(i) \\odot \\tanh(g)`,
    `${of('h', 't')} &= \\sigma(o) \\odot \\tanh(${of('c', 't')})`,
  ],
};

export const lstm = defineLayer({
  kind: 'LSTM',
  group: 'recurrent',
  summary:
    'Reads a sequence step by step and keeps a memory beside its answer. Gates, which are learned, decide at each step what is forgotten, what is added and what is told.',
  formula: 'c = σ(f) · c before + σ(i) · tanh(g), h = σ(o) · tanh(c), step by step',
  backward:
    'Gradients go back through time. Along the memory they are only multiplied by the forget gate, so they reach many steps back where it stays open.',
  words: ['recurrent', 'sequence', 'memory', 'long short-term memory', 'time'],
  attributes: { ...sizes, ...ways },
  inputs: inputsOf(cell.states),
  outputs: () => resultsOf(cell.states),
  check: checkSequence,
  resolve: ([x = []], attributes) => ({ ...attributes, input_size: x.at(-1) ?? 1 }),
  parameters: parametersOf(cell.gates),
  uses: atEachStep,
  former: formerSequence,
  emit: (context) => emitSequence(cell, context),
  exported: exportedAs('LSTM'),
  recognise: (y) => [...guessSequences(cell, y), ...guessOperators('LSTM', y)],
  explain: (context) => explainSequence(cell, context),
  torch: ({ inputs, attributes }) => torchOf('nn.LSTM', inputs, attributes),
  tex: (context) => texSequence(cell, context),
  examples: [
    { inputs: [[2, 3, 2]], attributes: { hidden_size: 2 } },
    { inputs: [[3, 1, 2]], attributes: { hidden_size: 2, bias: false, batch_first: false } },
    {
      inputs: [[1, 2, 1]],
      attributes: { hidden_size: 1, num_layers: 2, bidirectional: true },
    },
    { inputs: [[2, 2, 2]], attributes: { hidden_size: 2 } },
    ...startedExamples(cell.states),
  ],
});
