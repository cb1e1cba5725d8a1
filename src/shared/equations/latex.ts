/** The equations of a network as a LaTeX document of its own. */
import { inComment, type CodeLine } from '../document/code-line';
import type { Inference } from '../document/infer';
import { equationsOf } from './equations';

/** What is not complete is a comment that says what is missing. */
export function latexLines(inference: Inference): CodeLine[] {
  const equations = equationsOf(inference);
  const complete = equations.filter(({ tex }) => tex !== undefined);
  const lines = equations.map(({ node, tex, missing = '' }): CodeLine => {
    if (tex === undefined) return { text: `% ${inComment(missing)}`, node };
    return { text: node === complete.at(-1)?.node ? tex : `${tex} \\\\`, node };
  });
  // An empty display is an error in LaTeX.
  const display =
    complete.length === 0 ? lines : [{ text: '\\begin{gather*}' }, ...lines, { text: '\\end{gather*}' }];
  return [
    { text: '\\documentclass{article}' },
    { text: '\\usepackage{amsmath, amssymb}' },
    { text: '\\allowdisplaybreaks' },
    { text: '\\begin{document}' },
    ...display,
    { text: '\\end{document}' },
  ];
}
