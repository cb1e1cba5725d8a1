/** What questions are made from: a document, the numbers of one run of it, and what its epochs came to. */
import { rowWidth, type DataSet } from '../data/data-set';
import { compileTrace, feedsOf } from '../compile/compile';
import type { EpochResult } from '../contract/engine';
import type { Document, FloatTensor, NodeId } from '../document/document';
import { answeredIn, inferShapes } from '../document/infer';
import { initialTraining } from '../document/training-settings';
import { inputOf } from '../document/values';
import type { LiveContext } from '../lesson/live-values';
import { isProblem, problem, type Problem } from '../messages/problem';
import { createRandom } from '../tensor/random';
import { sizeOf, type Shape } from '../tensor/shape';
import { floatTensor, isFloat, type Tensor } from '../tensor/tensor';
import { rowsFor } from '../training/rows';

export interface QuizContext extends LiveContext {
  readonly document: Document;
  /** Only questions about this node are wanted. */
  readonly focus?: NodeId;
}

/** Runs a model once and answers its outputs by name. */
export type Run = (
  model: Uint8Array<ArrayBuffer>,
  feeds: ReadonlyMap<string, Tensor>,
) => Promise<ReadonlyMap<string, Tensor> | Problem>;

/** Errors: a problem when nothing can be run, or the run fails. */
export async function createContext(
  document: Document,
  run: Run,
  epochs: readonly EpochResult[] = [],
): Promise<QuizContext | Problem> {
  const inference = inferShapes(document);
  const { model, ports } = compileTrace(inference);
  if (ports.length === 0) return inference.problems[0] ?? problem('nothing-to-run');
  const feeds = feedsOf(document, inference);
  const values = await run(model, feeds);
  if (isProblem(values)) return values;
  return {
    document,
    classes: learnedFrom(document)?.classes ?? [],
    inference,
    epochs,
    output: answeredIn(inference, values),
    parameter: (node, name) => {
      const found = inference.nodes.get(node)?.emission?.parameters.find((spec) => spec.name === name);
      const tensor = found && feeds.get(found.value);
      return tensor && isFloat(tensor) ? tensor : undefined;
    },
  };
}

/** The document with other numbers going in: rows of its data where they fit, else fresh ones. */
export function withOtherInputs(document: Document, seed: number): Document {
  const inputs: Record<NodeId, FloatTensor> = {};
  for (const { node, emission } of inferShapes(document).nodes.values()) {
    for (const { shape } of emission?.graphInputs ?? []) {
      inputs[node.id] =
        rowsOf(document, shape, seed) ?? inputOf({ ...document, seed, inputs: {} }, node.id, shape);
    }
  }
  return { ...document, inputs };
}

function rowsOf(document: Document, shape: Shape, seed: number): FloatTensor | undefined {
  const data = learnedFrom(document);
  const rows = shape[0] ?? 1;
  const each = sizeOf(shape) / rows;
  if (!data || rowWidth(data) !== each) return undefined;
  const random = createRandom(seed, 'rows');
  const values = new Float32Array(sizeOf(shape));
  for (let row = 0; row < rows; row++) {
    const from = Math.floor(random.uniform(0, data.targets.length));
    values.set(data.features.take(from, from + 1), row * each);
  }
  return floatTensor(shape, values);
}

/** The rows the document learns from; undefined where it has none that can be used. */
function learnedFrom({ data, training }: Document): DataSet | undefined {
  const prepared = rowsFor(data, training ?? initialTraining);
  return isProblem(prepared) ? undefined : prepared.training;
}
