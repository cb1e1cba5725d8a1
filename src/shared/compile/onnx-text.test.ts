/** The exported model as text, in ONNX's own syntax. */
import { expect, test } from 'vitest';
import { textOf } from '../document/code-line';
import { inferShapes } from '../document/infer';
import { build } from '../torch/reference/networks';
import { onnxLines } from './onnx-text';

const document = build('Two "quoted" ends', {
  input: { kind: 'Input', attributes: { shape: [1, 1, 2, 3] } },
  leaky: { kind: 'LeakyReLU', attributes: { negative_slope: 1 } },
  flat: { kind: 'Flatten' },
  score: { kind: 'Linear', attributes: { out_features: 2 } },
  loose: { kind: 'ReLU', from: [], name: 'Loose\nend' },
});

test('a small network, whole and cut short', () => {
  expect(textOf(onnxLines(document, inferShapes(document)))).toMatchInlineSnapshot(`
    "# Loose end has nothing at its input x. Draw a wire to it from another layer.
    <
      ir_version: 8,
      opset_import: ["" : 17]
    >
    "Two  quoted  ends" (
      float[1,1,2,3] input
    ) => (
      float[1,2] score
    )
    <
      int64[2] "flat/Reshape_0/1" = {1, 6},
      float[2,6] "score.weight" = {-0.5, -0.13, 0.24, -0.4, -0.03, 0.34, -0.3, 0.07, 0.44, -0.2, 0.17, -0.47},
      float[2] "score.bias" = {-0.5, -0.13}
    >
    {
      leaky = LeakyRelu <alpha = 1.0> (input)
      flat = Reshape (leaky, "flat/Reshape_0/1")
      score = Gemm <transB = 1> (flat, "score.weight", "score.bias")
    }
    "
  `);
  const short = textOf(onnxLines(document, inferShapes(document), 3));
  expect(short).toContain('float[2,6] "score.weight" = {-0.5, -0.13, 0.24, … 9 more},');
});

test('every line knows its node', () => {
  const lines = onnxLines(document, inferShapes(document));
  const about = (id: string) => lines.filter(({ node }) => node === id).map(({ text }) => text.trim());
  expect(about('input')).toEqual(['float[1,1,2,3] input']);
  expect(about('score')).toHaveLength(4);
  expect(about('loose')).toEqual([
    '# Loose end has nothing at its input x. Draw a wire to it from another layer.',
  ]);
});
