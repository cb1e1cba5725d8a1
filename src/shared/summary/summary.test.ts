/** What networks cost, against numbers worked out by hand; multiply-adds by torchinfo's rule. */
import { expect, test } from 'vitest';
import { emptyDocument } from '../document/document';
import { inferShapes } from '../document/infer';
import { withRows } from '../document/rows';
import { build, networks } from '../torch/reference/networks';
import { summarise } from './summary';

const costsOf = (title: keyof typeof networks) =>
  new Map(summarise(inferShapes(networks[title]!)).rows.map(({ name, costs }) => [name, costs]));

test('the network of the lesson', () => {
  const lesson = build('Lesson', {
    input: { kind: 'Input', attributes: { shape: [1, 3] } },
    first: { kind: 'Linear', attributes: { out_features: 4 } },
    relu: { kind: 'ReLU' },
    second: { kind: 'Linear', attributes: { out_features: 2 } },
    softmax: { kind: 'Softmax' },
  });
  const { rows, totals } = summarise(inferShapes(lesson));
  expect(rows.map(({ kind, inputs, output }) => [kind, inputs, output])).toEqual([
    ['Input', [], [1, 3]],
    ['Linear', [[1, 3]], [1, 4]],
    ['ReLU', [[1, 4]], [1, 4]],
    ['Linear', [[1, 4]], [1, 2]],
    ['Softmax', [[1, 2]], [1, 2]],
  ]);
  expect(rows.map(({ costs }) => costs.parameters)).toEqual([0, 3 * 4 + 4, 0, 4 * 2 + 2, 0]);
  expect(totals).toEqual({
    parameters: 26,
    buffers: 0,
    multiplyAdds: 26,
    activations: 15,
    parameterBytes: 104,
    activationBytes: 60,
  });

  // Only what belongs to a row grows with the rows.
  const many = summarise(inferShapes(withRows(lesson, 32)));
  expect(many.totals).toEqual({
    parameters: 26,
    buffers: 0,
    multiplyAdds: 26 * 32,
    activations: 15 * 32,
    parameterBytes: 104,
    activationBytes: 60 * 32,
  });
  expect(many.rows.at(-1)?.output).toEqual([32, 2]);
});

test('convolutions, normalisation and pooling', () => {
  const costs = costsOf('residual');
  // 2 pictures of 8 x 8 places, 4 filters of 3 x 3 x 3 weights each, without a bias and with one of 4 x 3 x 3.
  expect(costs.get('Conv2d 1')).toMatchObject({ parameters: 4 * 27, multiplyAdds: 2 * 64 * 4 * 27 });
  expect(costs.get('Conv2d 2')).toMatchObject({ parameters: 4 * 36 + 4, multiplyAdds: 2 * 64 * 4 * 37 });
  // A factor and a summand a channel are learned, and counted for both pictures; a mean and a variance are kept.
  expect(costs.get('Norm')).toEqual({
    parameters: 8,
    buffers: 8,
    multiplyAdds: 16,
    activations: 512,
    parameterBytes: 64,
    activationBytes: 2048,
  });
  expect(costs.get('Plain norm')).toMatchObject({ parameters: 0, buffers: 8, multiplyAdds: 0 });
  for (const name of ['Add', 'Pool', 'Mean', 'Flatten', 'Dropout', 'Log', 'ReLU 1']) {
    expect(costs.get(name)).toMatchObject({ parameters: 0, multiplyAdds: 0 });
  }
  expect(costs.get('Head')).toMatchObject({ parameters: 16 * 3 + 3, multiplyAdds: 2 * (16 * 3 + 3) });
});

test('groups share channels out, and a Linear counts once for each row of the first axis', () => {
  const costs = costsOf('shapes');
  // 6 filters of 2 channels and 2 x 2 places: half of the 4 channels each.
  expect(costs.get('Conv')).toMatchObject({ parameters: 6 * 8, multiplyAdds: 2 * 6 * 3 * 4 * 8 });
  expect(costs.get('Along the last')).toMatchObject({ parameters: 39, multiplyAdds: 2 * 39 });
});

test.each([
  ['RNN', 1],
  ['LSTM', 4],
  ['GRU', 3],
])('%s counts its weights and both biases at each of 20 steps', (kind, gates) => {
  const network = build('Steps', {
    input: { kind: 'Input', attributes: { shape: [2, 10, 3] } },
    recurrent: { kind, attributes: { hidden_size: 4 } },
  });
  const { totals } = summarise(inferShapes(network));
  expect(totals.multiplyAdds).toBe(20 * gates * 4 * (3 + 4 + 1 + 1));
});

test('what is not complete costs nothing and says why', () => {
  const { rows, totals } = summarise(inferShapes(build('Half', { loose: { kind: 'ReLU', from: [] } })));
  expect(rows).toMatchObject([
    { name: 'loose', missing: expect.stringContaining('nothing at its input') as string },
  ]);
  expect(rows[0]).not.toHaveProperty('output');
  expect(totals).toEqual(summarise(inferShapes(emptyDocument)).totals);
});
