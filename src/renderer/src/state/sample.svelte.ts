/** The row of the data that stands at the network's input, so that its right answer is known. */
import type { DataSet } from '#shared/document/data-set';
import type { FloatTensor, NodeId } from '#shared/document/document';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { sizeOf } from '#shared/tensor/shape';
import { floatTensor } from '#shared/tensor/tensor';
import type { Editor } from './editor.svelte';

interface Shown {
  readonly node: NodeId;
  readonly value: FloatTensor;
  readonly row: number;
  /** A class index, or the number itself. */
  readonly target: number;
}

export class Sample {
  readonly #editor: Editor;
  #shown = $state.raw<Shown | undefined>();

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  /** Undefined once the input holds other numbers. */
  readonly current = $derived.by((): Pick<Shown, 'row' | 'target'> | undefined => {
    const shown = this.#shown;
    return shown && this.#editor.document.inputs[shown.node] === shown.value ? shown : undefined;
  });

  /** Puts a row's features, as the network is trained on them, at its only input. Errors: they do not fit there. */
  show(data: DataSet, row: number): Problem | undefined {
    const fitted = this.#fit(data, row);
    if (isProblem(fitted)) return fitted;
    this.#editor.apply({ kind: 'set-input', node: fitted.node, value: fitted.value }, 'row');
    this.#shown = fitted;
    return undefined;
  }

  #fit({ features, targets }: DataSet, row: number): Shown | Problem {
    const inputs = [...this.#editor.inference.nodes.values()].flatMap(({ node, emission }) =>
      (emission?.graphInputs ?? []).map(({ shape }) => ({ node, shape })),
    );
    const [input] = inputs;
    if (!input || inputs.length > 1) return problem('training-needs-one-input', { count: inputs.length });
    const width = features.values.length / targets.length;
    const [rows = 1] = input.shape;
    const expected = sizeOf(input.shape) / rows;
    if (width !== expected) return problem('data-does-not-fit-input', { width, expected });
    const values = new Float32Array(sizeOf(input.shape));
    for (let at = 0; at < rows; at++)
      values.set(features.values.subarray(row * width, (row + 1) * width), at * width);
    const value = floatTensor([...input.shape], values);
    return { node: input.node.id, value, row, target: targets[row] ?? Number.NaN };
  }
}
