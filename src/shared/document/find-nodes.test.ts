/** What is searched for is found by any word that is said of a node. */
import { expect, test } from 'vitest';
import { findNodes } from './find-nodes';
import { inferShapes } from './infer';
import { topScores } from './testing-operators';

const named = {
  ...topScores,
  nodes: topScores.nodes.map((node) =>
    node.id === 'relu' ? { ...node, values: { y: 'best_scores' } } : node,
  ),
};

test.each([
  ['', ['scores', 'top', 'relu', 'places']],
  ['TOP', ['top']],
  ['topk', ['top']],
  ['onnx.', ['top', 'places']],
  ['to=1', ['places']],
  ['int64', ['top']],
  ['2 x 5', ['scores']],
  ['best_scores', ['relu']],
  ['cast float32', ['places']],
  ['nothing of the kind', []],
])('"%s" finds %j', (query, found) => {
  expect(findNodes(inferShapes(named), query).map(({ node }) => node.id)).toEqual(found);
});
