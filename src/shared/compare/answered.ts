/** The values of a document's network, as comparisons know them. */
import { completeNodes } from '../document/complete';
import { kindName, stageName } from '../document/document';
import { answerOf, type Inference } from '../document/infer';
import type { Answered } from './match';

/** In the order they are computed. */
export function answeredBy(inference: Inference): readonly Answered[] {
  return completeNodes(inference).flatMap(({ node, inputs, emission }) => {
    const reads = inputs.flatMap(({ edge }) => answerOf(inference, edge)?.name ?? []);
    return emission.outputs.map(({ name: value, port }): Answered => {
      return { value, node: node.id, port, name: stageName(node), kind: kindName(node), reads };
    });
  });
}
