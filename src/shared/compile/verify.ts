/** Whether an exported model answers what its network answers: both are run on the document's inputs. */
import { unlike } from '../compare/unlike';
import type { Reply } from '../contract/engine';
import { answeredValues, completeNodes } from '../document/complete';
import type { Document } from '../document/document';
import type { Inference } from '../document/infer';
import { isProblem, problem, type Problem } from '../messages/problem';
import { readModel } from '../onnx/model-file';
import { encodeTraceModel } from '../onnx/trace-model';
import { formatShape } from '../tensor/shape';
import type { Dtype, Tensor } from '../tensor/tensor';
import { compileAnswers, compileTrace, feedsOf } from './compile';

type Run = (
  model: Uint8Array<ArrayBuffer>,
  feeds: ReadonlyMap<string, Tensor>,
) => Promise<Reply<ReadonlyMap<string, Tensor>>>;

/** The runtime may add up in another order where weights are constants. Of the largest number of an answer. */
const tolerances: Partial<Record<Dtype, number>> = { float32: 1e-5, float64: 1e-5, float16: 2e-3 };

/** Undefined when every value of every answer that can be read is the same, NaN and infinities too. */
export async function verifyExport(
  run: Run,
  model: Uint8Array<ArrayBuffer>,
  document: Document,
  inference: Inference,
): Promise<Problem | undefined> {
  const feeds = feedsOf(document, inference);
  const given = completeNodes(inference).flatMap(({ emission }) => emission.graphInputs);
  const inputs = new Map([...feeds].filter(([name]) => given.some((input) => input.name === name)));
  const asked = readableAnswers(inference);
  const read = asked.isWhole ? model : askedFor(model, asked.names);
  if (isProblem(read)) return read;
  const exported = await run(read, inputs);
  if (!exported.ok) return exported.problem;
  const network = () => run(asked.isWhole ? compileAnswers(inference) : compileTrace(inference).model, feeds);
  const expected = await network();
  if (!expected.ok) return expected.problem;
  const differing = differingIn(asked.names, exported.value, expected.value);
  if (differing.size === 0) return undefined;
  // What is drawn at random is another each time.
  const again = await network();
  if (!again.ok) return again.problem;
  const random = differingIn([...differing.keys()], again.value, expected.value);
  const found = [...differing].find(([name]) => !random.has(name));
  return found && problem('model-export-differs', found[1]);
}

/** Of each answer that is another than it should be, where it is furthest from that. */
function differingIn(
  names: readonly string[],
  actual: ReadonlyMap<string, Tensor>,
  expected: ReadonlyMap<string, Tensor>,
): ReadonlyMap<string, Difference> {
  return new Map(
    names.flatMap((name) => {
      const tensor = expected.get(name);
      const found = tensor && differenceOf(actual.get(name), tensor);
      return found ? [[name, found] as const] : [];
    }),
  );
}

/** Where no answer can be read, what can be on the way there. */
function readableAnswers(inference: Inference): {
  readonly names: readonly string[];
  readonly isWhole: boolean;
} {
  const nodes = completeNodes(inference);
  const answers = answeredValues(nodes, inference.origin);
  const readable = answers.filter(({ other }) => !other);
  const onTheWay = nodes
    .filter(({ emission }) => emission.graphInputs.length === 0)
    .flatMap(({ emission }) => emission.outputs.filter(({ other }) => !other));
  const asked = readable.length > 0 ? readable : onTheWay;
  return { names: asked.map(({ name }) => name), isWhole: readable.length === answers.length };
}

/** The runtime refuses a model whole where one of its answers is nothing that can be read. */
function askedFor(model: Uint8Array, names: readonly string[]): Uint8Array<ArrayBuffer> | Problem {
  const read = readModel(model, 'model', Infinity);
  return isProblem(read) ? read : encodeTraceModel(read, names, []).bytes;
}

type Difference = Readonly<Record<'actual' | 'expected', string>>;

function differenceOf(actual: Tensor | undefined, expected: Tensor): Difference | undefined {
  const found = actual && unlike(actual, expected, tolerances[expected.dtype] ?? 0);
  if (actual && !found) return undefined;
  const [is, should] = found?.furthest?.values ?? [];
  return is === undefined
    ? { actual: actual ? describe(actual) : 'nothing', expected: describe(expected) }
    : { actual: String(is), expected: String(should) };
}

function describe({ dtype, shape }: Tensor): string {
  return `${formatShape(shape)} ${dtype}`;
}
