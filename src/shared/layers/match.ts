/** Whether a value of a model was computed by a layer: what the layer guesses is emitted anew and held against the model. */
import { isProblem, type Problem } from '../messages/problem';
import type { OpNode } from '../onnx/graph';
import { areShapesEqual } from '../tensor/shape';
import { checkAttributes, type Attributes } from './attributes';
import type { Guess, Layer } from './define';
import { emitLayer, type Emission, type Given } from './emit';
import { overlay } from './overlay';
import type { Seen } from './seen';

/** A value at one of a layer's ports, and what of the model it was computed with. */
export interface Matched {
  readonly port: string;
  readonly value: Seen;
  readonly ops: ReadonlySet<OpNode>;
}

/** A layer found in a model. */
export interface Match {
  readonly layer: Layer;
  readonly attributes: Attributes;
  /** What of its ports the model computes, in their order: the value it was found by among others. */
  readonly answers: readonly Matched[];
  /** The values at its ports. */
  readonly inputs: readonly Seen[];
  /** Where the model keeps its parameters, by their names. */
  readonly parameters: ReadonlyMap<string, Seen>;
}

/** What of the model it is. */
export const opsOf = ({ answers }: Pick<Match, 'answers'>): ReadonlySet<OpNode> =>
  new Set(answers.flatMap(({ ops }) => [...ops]));

/**
 * The layer that answers `value`, or undefined; of several ways that do the one that accounts for most of the model.
 * `fitted` is what of a match does, if any.
 */
export function matchLayer(
  layer: Layer,
  value: Seen,
  fitted: (match: Match) => Match | undefined = (match) => match,
): Match | undefined {
  return layer
    .recognise(value)
    .map((guess) => matchGuess(layer, guess, value))
    .map((match) => match && fitted(match))
    .filter((match) => match !== undefined)
    .reduce<Match | undefined>(
      (best, match) => (best && opsOf(best).size >= opsOf(match).size ? best : match),
      undefined,
    );
}

function matchGuess(layer: Layer, guess: Guess<Attributes>, value: Seen): Match | undefined {
  const { shapes, attributes = {}, port } = guess;
  const checked = checkAttributes(layer.attributes, attributes);
  if (isProblem(checked) || shapes.length !== layer.inputs(checked).length) return undefined;
  const ports = shapes.map((shape, at) => ({ name: `input ${at}`, shape }));
  const emission = guess.emit
    ? emitLayer({ ...layer, emit: (context) => guess.emit?.(context) ?? '' }, 'layer', ports, checked)
    : emitOnce(layer, ports, checked);
  if (isProblem(emission)) return undefined;
  const at = port === undefined ? 0 : emission.outputs.findIndex((output) => output.port === port);
  const start = emission.outputs[at];
  const found = start && overlay(emission, new Set(ports.map(({ name }) => name)), start.name, value);
  if (!found) return undefined;
  const inputs = ports.flatMap(({ name, shape }) => {
    const source = found.values.get(name);
    return source && areShapesEqual(source.shape, shape) ? [source] : [];
  });
  if (inputs.length < ports.length) return undefined;
  const parameters = emission.parameters.flatMap((spec): [string, Seen][] => {
    const source = found.values.get(spec.value);
    return source ? [[spec.name, source]] : [];
  });
  const answers = emission.outputs.flatMap((output): Matched[] => {
    const source = found.values.get(output.name);
    const fits = source && areShapesEqual(source.shape, output.shape);
    return fits ? [{ port: output.port, value: source, ops: found.opsBehind(output.name) }] : [];
  });
  if (!answers.some((answer) => answer.value === value)) return undefined;
  return { layer, attributes: checked, answers, inputs, parameters: new Map(parameters) };
}

/** Deep models guess the same again and again. */
const emitted = new Map<Layer, Map<string, Emission | Problem>>();
const emittedLimit = 500;

function emitOnce(layer: Layer, ports: readonly Given[], attributes: Attributes): Emission | Problem {
  const known = emitted.get(layer) ?? new Map<string, Emission | Problem>();
  emitted.set(layer, known);
  const key = JSON.stringify([ports.map(({ shape }) => shape), attributes]);
  const found = known.get(key) ?? emitLayer(layer, 'layer', ports, attributes);
  if (known.size >= emittedLimit) known.clear();
  known.set(key, found);
  return found;
}
