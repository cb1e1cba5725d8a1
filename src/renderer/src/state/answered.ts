/** The values of a document's network, as comparisons know them. */
import type { Answered } from '#shared/compare/match';
import { completeNodes } from '#shared/document/complete';
import { kindName, stageName } from '#shared/document/document';
import { answerOf, type Inference } from '#shared/document/infer';

/** In the order they are computed. */
export function answeredBy(inference: Inference): readonly Answered[] {
  return completeNodes(inference).flatMap(({ node, inputs, emission }) => {
    const reads = inputs.flatMap(({ edge }) => answerOf(inference, edge)?.name ?? []);
    return emission.outputs.map(({ name: value, port }): Answered => {
      return { value, node: node.id, port, name: stageName(node), kind: kindName(node), reads };
    });
  });
}
