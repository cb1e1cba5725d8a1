/** The first run of a model from a file, on numbers and sizes that are proposed where it leaves them open. */
import { create } from '@bufbuild/protobuf';
import { TensorShapeProto_DimensionSchema, ValueInfoProtoSchema } from 'onnx-buf';
import type { RecordReply } from '../contract/engine';
import { isProblem, problem, type Problem } from '../messages/problem';
import { listOf } from '../messages/list-of';
import { optionalInputs } from '../onnx/decode';
import { drawMissing, isFree } from '../onnx/draw-inputs';
import { contentsOf, type ModelInput, type ModelProto } from '../onnx/model-file';
import { copyOf, graphOf } from '../onnx/model-parts';
import type { Tensor } from '../tensor/tensor';
import { beginProof, isRefusal, isRun, type RecordRun } from './proof';

export interface FirstRun {
  /** With the shapes of all its inputs. */
  readonly model: ModelProto;
  readonly feeds: ReadonlyMap<string, Tensor> | Problem;
  readonly found: RecordReply | Problem;
  /** What was found out for it to run. */
  readonly notes: readonly Problem[];
}

type Propose = (axis: number, rank: number) => number;

/** A batch of one; of what else is open what shows something, and where that does not go, what goes more often. */
const proposals: readonly Propose[] = [
  (axis, rank) => (axis === 0 ? 1 : rank > 3 && axis > 1 ? 32 : 8),
  () => 1,
  (axis, rank) => (axis === 0 ? 1 : rank > 3 && axis === 1 ? 3 : 224),
];

/** How many dimensions an input may have that the file says nothing of, the likeliest first. */
const ranks = [2, 4, 3, 1, 5, 0];

/** Sizes of its numbers that are tried for such an input. */
const mostSizes = 6;

/** Errors: that it runs with no number of dimensions, where it does not say one. */
export async function firstRun(model: ModelProto, file: string, run: RecordRun): Promise<FirstRun | Problem> {
  const { inputs } = contentsOf(model);
  const optional = optionalInputs(model);
  const isOwn = ({ name, hasInitializer }: ModelInput) => !hasInitializer || optional.has(name);
  const unranked = inputs.filter((input) => isOwn(input) && input.dtype && !input.shape);
  const given = new Map([...optional].map(([name, { byDefault }]) => [name, byDefault] as const));
  const isOpen = inputs.some((input) => isOwn(input) && input.shape?.some(isFree));
  const usual = isOpen ? proposals : proposals.slice(1, 2);
  const ways =
    unranked.length === 0
      ? usual.map((propose) => ({ model, propose }))
      : ranks.flatMap((rank) => {
          const ranked = withRank(model, new Set(unranked.map(({ name }) => name)), rank);
          return [...proposals, ...proposalsBy(model, rank)].map((propose) => ({ model: ranked, propose }));
        });
  const tried: FirstRun[] = [];
  for (const way of ways) {
    const feeds = drawMissing(contentsOf(way.model).inputs, given, way.propose);
    const found = isProblem(feeds) ? feeds : await beginProof(way.model, feeds, run);
    if (isRun(found)) {
      const note = isProblem(feeds) ? undefined : rankNote(unranked, feeds, file);
      return { model: way.model, feeds, found, notes: note ? [note] : [] };
    }
    tried.push({ model: way.model, feeds, found, notes: [] });
    // Without an engine nothing runs, whatever it is given.
    if (isProblem(found) && !isRefusal(found)) break;
  }
  const [first] = tried;
  const isRefused = first && (!isProblem(first.found) || isRefusal(first.found));
  const names = listOf(unranked.map(({ name }) => name));
  if (isRefused && unranked.length > 0) return problem('model-rank-unknown', { file, inputs: names });
  return first ?? { model, feeds: new Map(), found: { values: new Map() }, notes: [] };
}

function rankNote(
  unranked: readonly ModelInput[],
  feeds: ReadonlyMap<string, Tensor>,
  file: string,
): Problem | undefined {
  const taken = unranked.map(({ name }) => `${name} (${feeds.get(name)?.shape.length ?? 0})`);
  return taken.length > 0 ? problem('model-rank-tried', { file, inputs: listOf(taken) }) : undefined;
}

/** A copy whose inputs of these names have so many dimensions, of any size. */
function withRank(model: ModelProto, names: ReadonlySet<string>, rank: number): ModelProto {
  const graph = graphOf(model);
  const dim = Array.from({ length: rank }, () => create(TensorShapeProto_DimensionSchema));
  const input = graph.input.map((info) => {
    if (!names.has(info.name) || info.type?.value.case !== 'tensorType') return info;
    const { elemType } = info.type.value.value;
    const value = { case: 'tensorType', value: { elemType, shape: { dim } } } as const;
    return create(ValueInfoProtoSchema, { name: info.name, type: { value } });
  });
  return copyOf(model, { graph: copyOf(graph, { input }) });
}

/** What weights multiply has a size of theirs: in its last dimension, or where images have their channels. */
function proposalsBy(model: ModelProto, rank: number): readonly Propose[] {
  const sizes = graphOf(model).initializer.flatMap(({ dims }) => (dims.length > 1 ? dims.map(Number) : []));
  const chosen = [...new Set(sizes)].slice(0, mostSizes);
  const places = rank > 3 ? [1] : rank > 2 ? [1, rank - 1] : [rank - 1];
  return places.flatMap((place) =>
    chosen.map(
      (size): Propose =>
        (axis) =>
          axis === 0 && place > 0 ? 1 : axis === place ? size : 32,
    ),
  );
}
