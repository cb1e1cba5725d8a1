/** What a model holds that none of the layers found in it has, for whoever opens it to know. */
import { fill } from '../messages/fill';
import { listOf } from '../messages/list-of';
import { problem, type Problem } from '../messages/problem';
import { modelParts as parts } from '../messages/reasons';
import { decodeGraph } from '../onnx/decode';
import { contentsOf, type ModelProto } from '../onnx/model-file';
import { graphOf } from '../onnx/model-parts';
import { copiedIn } from '../ops/plain/functions';

const namedCopies = 8;

/** What is said where it is opened. */
export function notesOn(model: ModelProto, file: string): readonly Problem[] {
  const copied = copiedIn(decodeGraph(model)).slice(0, namedCopies);
  const parted = copied.length > 0 ? problem('weights-parted', { file, names: listOf(copied) }) : undefined;
  return [leftOut(model, file), parted].filter((note) => note !== undefined);
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
  const unread = ({ name }: { readonly name: string }) => !wanted.has(name);
  // An input whose numbers can be given is a node all the same.
  const given = inputs.filter(
    ({ name, dtype, hasInitializer }) => unread({ name }) && (hasInitializer || !dtype),
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
