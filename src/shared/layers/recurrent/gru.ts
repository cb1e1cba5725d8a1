/**
 * GRU: r = σ(r_x + r_h), z = σ(z_x + z_h), n = tanh(n_x + r n_h) and h_t = (1 - z) n + z h_(t-1), where the first of
 * each sum is of W x_t + b and the second of U h_(t-1) + d: PyTorch resets after the product, the paper before it.
 * Sources: Cho et al., "Learning Phrase Representations", 2014; https://pytorch.org/docs/stable/generated/torch.nn.GRU.html
 */
import { call, minus, number, product, sum } from '../../tensor/expression';
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
  gates: 3,
  states: 1,
  joinsBiases: false,
  emit({ builder, seen, heard, bias, before: [h = ''], attributes: { hidden_size } }) {
    const [rx = '', zx = '', nx = ''] = splitGates(builder, seen, 3, hidden_size);
    const [rh = '', zh = '', nh = ''] = splitGates(builder, heard(bias), 3, hidden_size);
    const open = (x: string, state: string) => builder.op('Sigmoid', [builder.op('Add', [x, state])]);
    const reset = builder.op('Mul', [open(rx, rh), nh]);
    const fresh = builder.op('Tanh', [builder.op('Add', [nx, reset])]);
    // (1 - z) n + z h = n + z (h - n)
    const moved = builder.op('Mul', [open(zx, zh), builder.op('Sub', [h, fresh])]);
    return [builder.op('Add', [fresh, moved])];
  },
  explain({ seen, heard, before, name }) {
    const open = (letter: string, gate: number) => name(letter, sigmoidOf([...seen(gate), ...heard(gate)]));
    const terms = heard(2);
    const reset = terms.length > 0 ? [product(open('r', 0), sum(terms))] : [];
    const fresh = name('n', call('tanh', sum([...seen(2), ...reset])));
    const z = open('z', 1);
    const kept = before?.[0] ? [product(z, before[0])] : [];
    return [name('h', sum([product(sum([number(1), minus(z)]), fresh), ...kept]))];
  },
  tex: ({ seen, heard, of }) => [
    `\\begin{pmatrix} r_x \\\\ z_x \\\\ n_x \\end{pmatrix} &= ${seen}`,
    `\\begin{pmatrix} r_h \\\\ z_h \\\\ n_h \\end{pmatrix} &= ${heard}`,
    '(r,\\, z) &= (\\sigma(r_x + r_h),\\, \\sigma(z_x + z_h))',
    'n &= \\tanh(n_x + r \\odot n_h)',
    `${of('h', 't')} &= (1 - z) \\odot n + z \\odot ${of('h', 'before')}`,
  ],
};

export const gru = defineLayer({
  kind: 'GRU',
  group: 'recurrent',
  summary:
    'Reads a sequence step by step; at each step a gate blends its answer before with a new one. It remembers about as long as an LSTM with fewer weights.',
  formula: 'h = (1 - z) · n + z · h before, step by step',
  backward:
    'Gradients go back through time. Where the gate z is near one they pass on to the step before almost unchanged, so they reach many steps back.',
  words: ['recurrent', 'sequence', 'memory', 'gated recurrent unit', 'time'],
  attributes: { ...sizes, ...ways },
  inputs: inputsOf(cell.states),
  outputs: () => resultsOf(cell.states),
  check: checkSequence,
  resolve: ([x = []], attributes) => ({ ...attributes, input_size: x.at(-1) ?? 1 }),
  parameters: parametersOf(cell.gates),
  uses: atEachStep,
  former: formerSequence,
  emit: (context) => emitSequence(cell, context),
  exported: exportedAs('GRU'),
  recognise: (y) => [...guessSequences(cell, y), ...guessOperators('GRU', y)],
  explain: (context) => explainSequence(cell, context),
  torch: ({ inputs, attributes }) => torchOf('nn.GRU', inputs, attributes),
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
