/** Whether an exported model answers what its network answers: both are run on the document's inputs. */
import type { Reply } from '../contract/engine';
import { completeNodes } from '../document/complete';
import type { Document } from '../document/document';
import type { Inference } from '../document/infer';
import { problem, type Problem } from '../messages/problem';
import { areShapesEqual } from '../tensor/shape';
import { numberAt, type Tensor } from '../tensor/tensor';
import { compileAnswers, feedsOf } from './compile';

type Run = (
  model: Uint8Array<ArrayBuffer>,
  feeds: ReadonlyMap<string, Tensor>,
) => Promise<Reply<ReadonlyMap<string, Tensor>>>;

/** The runtime may add up in another order where weights are constants. Of the largest number of an answer. */
const tolerance = 1e-5;

/** Undefined when every number of every answer is the same, NaN and infinities too. */
export async function verifyExport(
  run: Run,
  model: Uint8Array<ArrayBuffer>,
  document: Document,
  inference: Inference,
): Promise<Problem | undefined> {
  const feeds = feedsOf(document, inference);
  const given = completeNodes(inference).flatMap(({ emission }) => emission.graphInputs);
  const inputs = new Map([...feeds].filter(([name]) => given.some((input) => input.name === name)));
  const exported = await run(model, inputs);
  if (!exported.ok) return exported.problem;
  const expected = await run(compileAnswers(inference), feeds);
  if (!expected.ok) return expected.problem;
  for (const [name, tensor] of expected.value) {
    const differing = firstDifference(exported.value.get(name), tensor);
    if (differing) return problem('model-export-differs', differing);
  }
  return undefined;
}

function firstDifference(
  actual: Tensor | undefined,
  expected: Tensor,
): { readonly actual: number | string; readonly expected: number } | undefined {
  const { length } = expected.values;
  if (!actual || !areShapesEqual(actual.shape, expected.shape))
    return { actual: actual ? actual.shape.join(' x ') : 'nothing', expected: numberAt(expected, 0) };
  let largest = 0;
  for (let at = 0; at < length; at++) {
    const size = Math.abs(numberAt(expected, at));
    if (size > largest && size < Infinity) largest = size;
  }
  for (let at = 0; at < length; at++) {
    const [is, should] = [numberAt(actual, at), numberAt(expected, at)];
    const isSame = Object.is(is, should) || Math.abs(is - should) <= tolerance * largest;
    if (!isSame) return { actual: is, expected: should };
  }
  return undefined;
}
