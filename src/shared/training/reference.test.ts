/** Whole networks trained for twenty steps, against what PyTorch makes of them; scripts/reference/networks.py records it. */
import { describe, expect, test } from 'vitest';
import { epochsOf, eventsOf } from '#engine/testing';
import { keptFeatures } from '../data/data-set';
import { applyEdit, type Edit } from '../document/edits';
import { initialTraining, withFrozen, type TrainingSettings } from '../document/training-settings';
import { describeProblem, isProblem } from '../messages/problem';
import { floatTensor } from '../tensor/tensor';
import { buildNetwork, learnFrom, partId, type Part } from './reference/build';
import reference from './reference/pytorch.json' with { type: 'json' };
import { parametersOf, trainRequest } from './request';

interface Run {
  readonly optimiser: string;
  readonly settings: Readonly<Record<string, number | boolean>>;
  /** What is done to gradients, by the names of our settings; parameters by PyTorch's. */
  readonly shaping: Partial<Pick<TrainingSettings, 'clip' | 'clipLimit' | 'l1' | 'l2'>> & {
    readonly frozen?: readonly string[];
  };
  readonly batch: number;
  readonly losses: readonly number[];
  readonly final: Readonly<Record<string, readonly number[]>>;
}
interface Network {
  readonly name: string;
  readonly row: readonly number[];
  readonly classes: number;
  readonly features: readonly number[];
  readonly targets: readonly number[];
  readonly initial: Readonly<
    Record<string, { readonly shape: readonly number[]; readonly values: readonly number[] }>
  >;
  readonly runs: readonly Run[];
}
const networks = reference.networks as unknown as readonly Network[];

/** The same networks in layers, and which of them keeps what PyTorch's module of a name keeps. */
const built: Readonly<Record<string, { parts: readonly Part[]; modules: Readonly<Record<string, number>> }>> =
  {
    mlp: {
      parts: [
        { layer: 'Input', attributes: { shape: [1, 8] } },
        { layer: 'Linear', attributes: { out_features: 16 } },
        { layer: 'ReLU' },
        { layer: 'Linear', attributes: { out_features: 16 } },
        { layer: 'Tanh' },
        { layer: 'Linear', attributes: { out_features: 4 } },
      ],
      modules: { '0': 1, '2': 3, '4': 5 },
    },
    pictures: {
      parts: [
        { layer: 'Input', attributes: { shape: [1, 1, 12, 12] } },
        { layer: 'Conv2d', attributes: { out_channels: 4, kernel_size: 3, padding: 1 } },
        { layer: 'ReLU' },
        { layer: 'MaxPool2d', attributes: { kernel_size: 2 } },
        { layer: 'Conv2d', attributes: { out_channels: 6, kernel_size: 3 } },
        { layer: 'ReLU' },
        { layer: 'AvgPool2d', attributes: { kernel_size: 2 } },
        { layer: 'Flatten' },
        { layer: 'Linear', attributes: { out_features: 3 } },
      ],
      modules: { '0': 1, '3': 4, '7': 8 },
    },
    residual: {
      parts: [
        { layer: 'Input', attributes: { shape: [1, 2, 6, 6] } },
        { layer: 'Conv2d', attributes: { out_channels: 4, kernel_size: 3, padding: 1, bias: false } },
        { layer: 'BatchNorm2d' },
        { layer: 'ReLU' },
        { layer: 'Conv2d', attributes: { out_channels: 4, kernel_size: 3, padding: 1, bias: false } },
        { layer: 'BatchNorm2d' },
        { layer: 'Add', from: [5, 3] },
        { layer: 'ReLU' },
        { layer: 'Flatten' },
        { layer: 'Linear', attributes: { out_features: 3 } },
      ],
      modules: { conv1: 1, bn1: 2, conv2: 4, bn2: 5, head: 9 },
    },
    sequence: {
      parts: [
        { layer: 'Input', attributes: { shape: [1, 5, 3] } },
        { layer: 'LSTM', attributes: { hidden_size: 5, num_layers: 2 } },
        { layer: 'Linear', attributes: { out_features: 3 }, from: [[1, 'last']] },
      ],
      modules: { lstm: 1, head: 2 },
    },
    words: {
      parts: [
        { layer: 'Input', attributes: { shape: [1, 6] } },
        { layer: 'Embedding', attributes: { num_embeddings: 12, embedding_dim: 4 } },
        { layer: 'GRU', attributes: { hidden_size: 4, bidirectional: true } },
        { layer: 'Linear', attributes: { out_features: 3 }, from: [[2, 'last']] },
      ],
      modules: { embedding: 1, gru: 2, head: 3 },
    },
    transformer: {
      parts: [
        { layer: 'Input', attributes: { shape: [1, 4, 6] } },
        { layer: 'PositionalEncoding' },
        { layer: 'TransformerEncoderLayer', attributes: { nhead: 2, dim_feedforward: 8, dropout: 0 } },
        { layer: 'Flatten' },
        { layer: 'Linear', attributes: { out_features: 3 } },
      ],
      modules: { encoder: 2, head: 4 },
    },
  };

function placeOf(network: Network, parameter: string): { node: string; name: string } {
  const [module = '', ...rest] = parameter.split('.');
  const name = rest.join('.');
  return { node: partId(built[network.name]?.modules[module] ?? -1), name };
}

async function train(network: Network, { optimiser, settings: given, shaping, batch }: Run) {
  const edits: Edit[] = [
    ...Object.entries(network.initial).map(([parameter, { shape, values }]): Edit => ({
      kind: 'set-parameter',
      ...placeOf(network, parameter),
      value: floatTensor(shape, values),
    })),
  ];
  const data = {
    features: keptFeatures(
      floatTensor(
        [network.targets.length, network.features.length / network.targets.length],
        network.features,
      ),
    ),
    targets: Float32Array.from(network.targets),
    columns: [],
    classes: Array.from({ length: network.classes }, (_, at) => String(at)),
  };
  const parts = built[network.name]?.parts ?? [];
  const document = learnFrom(applyEdit(buildNetwork(parts), { kind: 'all', edits }), data);
  const { frozen = [], ...more } = shaping;
  const chosen: TrainingSettings = {
    ...initialTraining,
    ...more,
    optimiser,
    rate: Number(given.lr),
    momentum: Number(given.momentum ?? 0),
    nesterov: given.nesterov === true,
    weightDecay: Number(given.weight_decay ?? 0),
    batch,
    epochs: reference.epochs,
    shuffle: false,
  };
  const settings = frozen.reduce((before, parameter) => {
    const { node, name } = placeOf(network, parameter);
    return withFrozen(before, node, name, true);
  }, chosen);
  const found = trainRequest(document, settings, 'cpu');
  if (isProblem(found)) throw new Error(describeProblem(found));
  const events = await eventsOf(found.request);
  expect(events.at(-1)?.kind).toBe('done');
  const epochs = epochsOf(events);
  const parameters = parametersOf(found.program, epochs.at(-1)?.values ?? new Map());
  return { losses: epochs.map(({ loss }) => loss), parameters };
}

describe.each(networks.map((network) => [network.name, network] as const))('%s', (_name, network) => {
  test.each(
    network.runs.map((run) => {
      const settings = JSON.stringify({ ...run.settings, ...run.shaping });
      return [run.optimiser, settings, run.batch, run] as const;
    }),
  )('%s %s in batches of %i ends where PyTorch ends', async (_optimiser, _settings, _batch, run) => {
    const { losses, parameters } = await train(network, run);
    expect(losses).toHaveLength(run.losses.length);
    for (const [epoch, loss] of run.losses.entries()) {
      expect(Math.abs((losses[epoch] ?? NaN) - loss) / loss, `loss of epoch ${epoch + 1}`).toBeLessThan(1e-5);
    }
    let moved = 0;
    for (const [parameter, expected] of Object.entries(run.final)) {
      const { node, name } = placeOf(network, parameter);
      // What does not learn is no part of what a run answers.
      const values = parameters[node]?.[name]?.values ?? network.initial[parameter]?.values ?? [];
      expect(run.shaping.frozen?.includes(parameter) ?? false).toBe(parameters[node]?.[name] === undefined);
      expect(values, parameter).toHaveLength(expected.length);
      const start = network.initial[parameter]?.values ?? [];
      let worst = 0;
      for (const [at, value] of expected.entries()) {
        const allowed = 2e-6 + 1e-5 * Math.abs(value);
        worst = Math.max(worst, Math.abs((values[at] ?? NaN) - value) / allowed);
        moved = Math.max(moved, Math.abs((start[at] ?? NaN) - value));
      }
      expect(worst, `${parameter}: error as a share of what is allowed`).toBeLessThan(1);
    }
    // Else agreeing would say nothing.
    expect(moved).toBeGreaterThan(0.01);
  });
});
