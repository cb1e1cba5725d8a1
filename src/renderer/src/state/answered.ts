/** The values of a document's network, as comparisons know them. */
import type { Answered } from '#shared/compare/match';
import { answeredValues, completeNodes } from '#shared/document/complete';
import { kindName, stageName } from '#shared/document/document';
import { answerOf, type Inference } from '#shared/document/infer';

/** In the order they are computed. */
export function answeredBy(inference: Inference): readonly Answered[] {
  const nodes = completeNodes(inference);
  const answers = new Set(answeredValues(nodes, inference.origin));
  return nodes.flatMap(({ node, inputs, emission }) => {
    const reads = inputs.flatMap(({ edge }) => answerOf(inference, edge)?.name ?? []);
    const told = { node: node.id, name: stageName(node), kind: kindName(node), reads };
    return emission.outputs.map((answer): Answered => {
      const { name: value, port, other } = answer;
      return { ...told, value, port, isUnread: other !== undefined, isAnswer: answers.has(answer) };
    });
  });
}
