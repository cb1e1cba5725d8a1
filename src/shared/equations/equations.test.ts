/** Networks as equations: symbols that say what goes where. */
import { expect, test } from 'vitest';
import { inferShapes } from '../document/infer';
import { build, networks } from '../torch/reference/networks';
import { equationsOf } from './equations';

test('the network of the lesson', () => {
  const lesson = build('Lesson', {
    input: { kind: 'Input', attributes: { shape: [1, 3] } },
    first: { kind: 'Linear', attributes: { out_features: 4 } },
    relu: { kind: 'ReLU' },
    second: { kind: 'Linear', attributes: { out_features: 2, bias: false } },
    softmax: { kind: 'Softmax' },
  });
  const equations = equationsOf(inferShapes(lesson));
  expect(equations.map(({ tex }) => tex)).toEqual([
    'x \\in \\mathbb{R}^{1 \\times 3}',
    'h_{1} = x W_{1}^\\top + b_{1}',
    'h_{2} = \\max(0,\\, h_{1})',
    'h_{3} = h_{2} W_{2}^\\top',
    '\\hat{y} = \\frac{e^{h_{3}}}{\\sum_{\\text{dim }-1} e^{h_{3}}}',
  ]);
  expect(equations[1]?.parameters).toEqual([
    { tex: 'W_{1}', name: 'weight', shape: [4, 3] },
    { tex: 'b_{1}', name: 'bias', shape: [4] },
  ]);
});

test('several ends are numbered, and what is bypassed passes on', () => {
  const ends = equationsOf(inferShapes(networks.ends!)).map(({ tex }) => tex);
  expect(ends[1]).toBe('x_{2} \\in \\mathbb{R}^{1 \\times 2}');
  expect(ends.filter((tex) => tex?.startsWith('\\hat{y}'))).toHaveLength(2);
  const residual = equationsOf(inferShapes(networks.residual!));
  expect(residual.find(({ node }) => node === 'drop')?.tex).toMatch(/^h_\{\d+\} = h_\{\d+\}$/);
});

test('what is not complete says what is missing', () => {
  const [loose] = equationsOf(inferShapes(build('Half', { loose: { kind: 'ReLU', from: [] } })));
  expect(loose).toMatchObject({
    node: 'loose',
    missing: expect.stringContaining('nothing at its input') as string,
  });
  expect(loose).not.toHaveProperty('tex');
});
