/** What a model holds that none of the layers found in it has, for whoever opens it to know. */
import { isUsable } from '../document/value-names';
import { fill, shorten } from '../messages/fill';
import { listOf } from '../messages/list-of';
import { problem, type Problem } from '../messages/problem';
import { modelParts as parts } from '../messages/reasons';
import { decodeGraph, optionalInputs } from '../onnx/decode';
import { contentsOf, type ModelProto } from '../onnx/model-file';
import { graphOf } from '../onnx/model-parts';
import { copiedIn } from '../ops/plain/functions';

const namedCopies = 8;

/** What is said where it is opened. */
export function notesOn(model: ModelProto, file: string): readonly Problem[] {
  const copied = copiedIn(decodeGraph(model)).slice(0, namedCopies);
  const parted = copied.length > 0 ? problem('weights-parted', { file, names: listOf(copied) }) : undefined;
  return [leftOut(model, file), parted, unkept(model, file), weightsGiven(model, file)].filter(
    (note) => note !== undefined,
  );
}

const namedValues = 8;

/** A list of names of any length in a sentence of no more than some. */
const shownNames = (names: readonly string[]): string =>
  listOf([...new Set(names)].slice(0, namedValues).map((name) => shorten(JSON.stringify(name), 60)));

/** What others know the model's values by, and no document can call them. */
function unkept(model: ModelProto, file: string): Problem | undefined {
  const { input, output } = graphOf(model);
  const names = [...input, ...output].map(({ name }) => name).filter((name) => !isUsable(name));
  return names.length > 0 ? problem('model-names-changed', { file, names: shownNames(names) }) : undefined;
}

/** Weights that a runtime would take other numbers for. */
function weightsGiven(model: ModelProto, file: string): Problem | undefined {
  if (model.irVersion < 4n) return undefined;
  const optional = optionalInputs(model);
  const names = contentsOf(model).inputs.flatMap(({ name, hasInitializer }) =>
    hasInitializer && !optional.has(name) ? [name] : [],
  );
  return names.length > 0 ? problem('model-inputs-kept', { file, names: shownNames(names) }) : undefined;
}

/** Undefined where its answers are made of all there is. */
export function leftOut(model: ModelProto, file: string): Problem | undefined {
  const graph = graphOf(model);
  const wanted = new Set(graph.output.map(({ name }) => name));
  const operators = graph.node.toReversed().filter(({ input, output }) => {
    const isWanted = output.some((name) => wanted.has(name));
    if (isWanted) for (const name of input) wanted.add(name);
    return !isWanted;
  });
  const { inputs, constants } = contentsOf(model);
  const optional = optionalInputs(model);
  const unread = ({ name }: { readonly name: string }) => !wanted.has(name);
  // An input whose numbers can be given is a node all the same.
  const given = inputs.filter(
    ({ name, dtype, hasInitializer }) =>
      unread({ name }) && !optional.has(name) && (hasInitializer || !dtype),
  );
  const notes = model.metadataProps.map(({ key }) => key);
  const found = [
    ...given.map(({ name }) => fill(parts.input, { name })),
    ...constants.filter(unread).map(({ name }) => fill(parts.numbers, { name })),
    ...operators
      .toReversed()
      .map(({ opType, name, output }) =>
        fill(parts.operator, { op: opType, name: name || (output[0] ?? '') }),
      ),
    ...(notes.length > 0 ? [fill(parts.notes, { names: listOf(notes) })] : []),
    ...(model.docString || graph.docString ? [parts.description] : []),
    ...(model.trainingInfo.length > 0 ? [parts.training] : []),
  ];
  return found.length > 0 ? problem('model-in-part', { file, things: listOf(found) }) : undefined;
}
