/** A document of one layer, wired to an Input for each of its ports: what the tests of layers run. */
import { checkAttributes, type Attributes } from '../layers/attributes';
import type { Layer, LayerExample } from '../layers/define';
import { isProblem, type Problem } from '../messages/problem';
import { floatTensor } from '../tensor/tensor';
import { emptyDocument, type Document, type Edge, type Node } from './document';
import { inferShapes, type Inference } from './infer';
import { inputOf } from './values';

/** The layer under test. */
export const subject = 'subject';

/** Errors: what keeps the attributes from being legal, or the shapes from fitting. */
export function documentOfExample(
  layer: Layer,
  { inputs, attributes = {}, isPositive = false }: LayerExample,
  seed: number,
): { readonly document: Document; readonly inference: Inference } | Problem {
  const checked = checkAttributes(layer.attributes, attributes);
  if (isProblem(checked)) return checked;
  const nodeOf = (id: string, kind: string, chosen: Attributes): Node => ({
    ...{ id, kind, name: id, attributes: chosen },
  });
  const sourceOf = (at: number) => `source-${at}`;
  const document: Document = {
    ...emptyDocument,
    seed,
    nodes: [
      ...inputs.map((shape, at) => nodeOf(sourceOf(at), 'Input', { shape })),
      nodeOf(subject, layer.kind, checked),
    ],
    edges: layer.inputs(checked).map((port, at): Edge => ({
      id: port,
      from: { node: sourceOf(at), port: 'y' },
      to: { node: subject, port },
    })),
    inputs: Object.fromEntries(
      inputs.flatMap((shape, at) => {
        if (!isPositive) return [];
        const { values } = inputOf({ ...emptyDocument, seed }, sourceOf(at), shape);
        return [
          [
            sourceOf(at),
            floatTensor(
              shape,
              values.map((value) => Math.abs(value) + 0.25),
            ),
          ],
        ];
      }),
    ),
  };
  const inference = inferShapes(document);
  const [found] = inference.problems;
  return found ?? { document, inference };
}
