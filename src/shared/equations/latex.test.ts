/** The equations as a LaTeX document. */
import { expect, test } from 'vitest';
import { textOf } from '../document/code-line';
import { emptyDocument } from '../document/document';
import { inferShapes } from '../document/infer';
import { build } from '../torch/reference/networks';
import { latexLines } from './latex';

test('a half-built network: equations for what is complete, a comment for what is missing', () => {
  const document = build('Half', {
    given: { kind: 'Input', attributes: { shape: [1, 3] } },
    first: { kind: 'Linear', attributes: { out_features: 4 } },
    loose: { kind: 'ReLU', from: [], name: 'Loose\nend' },
  });
  const lines = latexLines(inferShapes(document));
  expect(textOf(lines)).toMatchInlineSnapshot(`
    "\\documentclass{article}
    \\usepackage{amsmath, amssymb}
    \\allowdisplaybreaks
    \\begin{document}
    \\begin{gather*}
    x \\in \\mathbb{R}^{1 \\times 3} \\\\
    % Loose end has nothing at its input x. Draw a wire to it from another layer.
    \\hat{y} = x W_{1}^\\top + b_{1}
    \\end{gather*}
    \\end{document}
    "
  `);
  expect(lines.flatMap(({ node }) => node ?? [])).toEqual(['given', 'loose', 'first']);
});

test('nothing is no empty display', () => {
  expect(textOf(latexLines(inferShapes(emptyDocument)))).not.toContain('gather');
});
