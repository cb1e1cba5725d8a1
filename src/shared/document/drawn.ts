/** Numbers of its layers that a network does not bring along, for whoever opens it to know. */
import { listOf } from '../messages/list-of';
import { problem, type Problem } from '../messages/problem';
import { stageName, type Document } from './document';
import { inferShapes } from './infer';

/** Undefined where all of them were set; the rest is drawn by its seed, as in a network nobody has trained. */
export function drawnNote(document: Document, file: string): Problem | undefined {
  const inferred = [...inferShapes(document).nodes.values()];
  const all = inferred.flatMap(({ node, emission }) =>
    (emission?.parameters ?? []).map(({ name }) => ({ node, name })),
  );
  const drawn = all.filter(({ node, name }) => !document.parameters[node.id]?.[name]);
  if (drawn.length === 0) return undefined;
  const { seed } = document;
  if (drawn.length === all.length) return problem('weights-drawn', { file, seed });
  const names = listOf(drawn.map(({ node, name }) => `${stageName(node)} ${name}`));
  return problem('weights-drawn-in-part', { file, seed, names });
}
