/** Part of a network as one of its own: what comes into it is given, and what leaves it is its answer. */
import { entrance, exit } from '../layers/ends';
import { initialAttributes } from '../layers/find';
import { outputPort } from '../layers/define';
import { checkAttributes } from '../layers/attributes';
import { fill } from '../messages/fill';
import { fileMessages } from '../messages/files';
import { isProblem, problem, type Problem } from '../messages/problem';
import type { Tensor } from '../tensor/tensor';
import { answeredValues, completeNodes } from './complete';
import {
  edgeId,
  emptyDocument,
  endKey,
  freshId,
  freshName,
  idsOf,
  nameLimit,
  namesOf,
  nodeOf,
  placeOf,
  stageName,
  type Document,
  type Edge,
  type End,
  type Node,
  type NodeId,
} from './document';
import { answerAt, type Inference } from './infer';
import { copyNodes } from './paste';
import { isUsable } from './value-names';
import { withDrawnValues } from './values';

const gap = 205;

/**
 * With its weights, and given what came in where `answered` tells. Errors: something comes in that is not known, or that
 * cannot be given.
 */
export function cutOut(
  document: Document,
  inference: Inference,
  ids: ReadonlySet<NodeId>,
  answered: (end: End) => Tensor | undefined = () => undefined,
): Document | Problem {
  const { origin: _, ...content } = copyNodes(withDrawnValues(document, inference), [...ids]);
  const entering = document.edges.filter(({ from, to }) => !ids.has(from.node) && ids.has(to.node));
  let part: Document = {
    ...emptyDocument,
    ...content,
    seed: document.seed,
    title: fill(fileMessages.part, { title: document.title }).slice(0, nameLimit),
  };
  const ends = new Map(entering.map(({ from }) => [endKey(from), from]));
  for (const [key, from] of ends) {
    const answer = answerAt(inference.nodes.get(from.node)?.emission, from.port);
    const source = nodeOf(document, from.node);
    const name = source ? stageName(source) : from.node;
    if (!answer || answer.other) return problem('cut-out-unknown', { name });
    const { shape, dtype } = answer;
    const attributes = checkAttributes(entrance.attributes, { shape, dtype });
    if (isProblem(attributes)) return problem('cut-out-unknown', { name });
    const input = nodeFor(part, entrance.kind, name, {
      attributes,
      ...(isUsable(answer.name) && { values: { [outputPort]: answer.name } }),
    });
    const wires = entering
      .filter((edge) => endKey(edge.from) === key)
      .map(({ to }) => wire({ node: input.id, port: outputPort }, to));
    const value = answered(from);
    part = {
      ...part,
      nodes: [...part.nodes, input],
      places: new Map(part.places).set(input.id, placeOf(document, from.node)),
      edges: [...part.edges, ...wires],
      ...(value?.dtype === dtype && { inputs: { ...part.inputs, [input.id]: value } }),
    };
  }
  return withOrigin(document, withAnswers(document, inference, ids, part));
}

/** What was read outside, or was an answer before: where nothing else reads it the last node says so, else a mark does. */
function withAnswers(
  document: Document,
  inference: Inference,
  ids: ReadonlySet<NodeId>,
  part: Document,
): Document {
  const answers = new Set(answeredValues(completeNodes(inference), inference.origin));
  const read = new Set(document.edges.filter(({ to }) => ids.has(to.node)).map(({ from }) => endKey(from)));
  const leaves = new Set(
    document.edges.filter(({ to }) => !ids.has(to.node)).map(({ from }) => endKey(from)),
  );
  const outputs = document.nodes
    .filter(({ id, kind }) => ids.has(id) && kind !== exit.kind)
    .flatMap(({ id }) =>
      (inference.nodes.get(id)?.emission?.outputs ?? []).map((answer, at) => {
        const end = { node: id, port: answer.port };
        const isRead = read.has(endKey(end));
        return {
          end,
          name: answer.name,
          isFirst: at === 0,
          isRead,
          isAnswer: leaves.has(endKey(end)) || answers.has(answer),
        };
      }),
    );
  const isMarked = part.nodes.some(({ kind }) => kind === exit.kind);
  const sources = new Set(part.edges.map(({ from }) => from.node));
  const isPlain =
    !isMarked &&
    outputs.every(({ end, isFirst, isRead, isAnswer }) =>
      isAnswer ? isFirst && !isRead && !sources.has(end.node) : !isFirst || sources.has(end.node),
    );
  return outputs
    .filter(({ isAnswer }) => isAnswer)
    .reduce((grown, { end, name }) => {
      if (isPlain) return called(grown, end, name);
      const { x, y } = placeOf(grown, end.node);
      const mark = nodeFor(grown, exit.kind, undefined, { attributes: initialAttributes(exit) });
      const [port = ''] = exit.inputs({});
      return {
        ...grown,
        nodes: [...grown.nodes, mark],
        places: new Map(grown.places).set(mark.id, { x: x + gap, y: y + gap / 2 }),
        edges: [...grown.edges, wire(end, { node: mark.id, port })],
      };
    }, part);
}

/** The value keeps the name it had. */
function called(document: Document, { node: id, port }: End, name: string): Document {
  const nodes = document.nodes.map((node) =>
    node.id === id && isUsable(name) ? { ...node, values: { ...node.values, [port]: name } } : node,
  );
  return { ...document, nodes };
}

/** What its operators mean is what it was. */
function withOrigin({ origin }: Document, part: Document): Document {
  if (!origin) return part;
  const names = new Set(part.nodes.flatMap(({ values = {} }) => Object.values(values)));
  return {
    ...part,
    origin: {
      operators: origin.operators,
      inputs: origin.inputs.filter(({ name }) => names.has(name)),
      outputs: origin.outputs.filter((name) => names.has(name)),
      ...(origin.answers && { answers: origin.answers.filter(({ name }) => names.has(name)) }),
    },
  };
}

function nodeFor(
  document: Document,
  kind: string,
  name: string | undefined,
  more: Pick<Node, 'attributes' | 'values'>,
): Node {
  const taken = namesOf(document);
  const isFree = name !== undefined && !taken.has(name);
  return {
    ...{ id: freshId(idsOf(document), kind), kind },
    name: isFree ? name : freshName(taken, kind),
    ...more,
  };
}

function wire(from: End, to: End): Edge {
  return { id: edgeId(from, to), from, to };
}
