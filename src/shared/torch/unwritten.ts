/** What of a network PyTorch has no words for here. */
import { completeNodes } from '../document/complete';
import { stageName } from '../document/document';
import type { Inference } from '../document/infer';
import { listOf } from '../messages/list-of';
import { problem, type Problem } from '../messages/problem';

const namedOnes = 5;

/** Undefined where a program of the whole network can be written. */
export function unwrittenIn(inference: Inference): Problem | undefined {
  const found = completeNodes(inference).filter(({ node }) => node.op && !node.isBypassed);
  if (found.length === 0) return undefined;
  const named = found.slice(0, namedOnes).map(({ node }) => `${stageName(node)} (${node.op?.type ?? ''})`);
  const more = found.length > namedOnes ? [`${found.length - namedOnes} more`] : [];
  return problem('torch-unwritten', { names: listOf([...named, ...more]) });
}
