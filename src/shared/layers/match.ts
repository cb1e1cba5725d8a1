/** Whether a value of a model was computed by a layer: what the layer guesses is emitted anew and held against the model. */
import { isProblem } from '../messages/problem';
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
  const made = guess.emit ? madeOf(layer, guess) : madeOnce(layer, guess);
  if (!made) return undefined;
  const { attributes, ports, emission } = made;
  const { port } = guess;
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
  return { layer, attributes, answers, inputs, parameters: new Map(parameters) };
}

/** A guess as the layer it is of would emit it. */
interface Made {
  readonly attributes: Attributes;
  readonly ports: readonly Given[];
  readonly emission: Emission;
}

/** Undefined where the layer is no such. */
function madeOf(layer: Layer, guess: Guess<Attributes>): Made | undefined {
  const { shapes, attributes = {} } = guess;
  const checked = checkAttributes(layer.attributes, attributes);
  if (isProblem(checked) || shapes.length !== layer.inputs(checked).length) return undefined;
  const ports = shapes.map((shape, at) => ({ name: `input ${at}`, shape }));
  const written = guess.emit
    ? { ...layer, emit: (context: Parameters<Layer['emit']>[0]) => guess.emit?.(context) ?? '' }
    : layer;
  const emission = emitLayer(written, 'layer', ports, checked);
  return isProblem(emission) ? undefined : { attributes: checked, ports, emission };
}

/** Deep models guess the same again and again. */
const known = new Map<Layer, Map<string, Made | undefined>>();
const knownLimit = 500;

function madeOnce(layer: Layer, guess: Guess<Attributes>): Made | undefined {
  const ofLayer = known.get(layer) ?? new Map<string, Made | undefined>();
  known.set(layer, ofLayer);
  const key = JSON.stringify([guess.shapes, guess.attributes]);
  if (ofLayer.has(key)) return ofLayer.get(key);
  const made = madeOf(layer, guess);
  if (ofLayer.size >= knownLimit) ofLayer.clear();
  ofLayer.set(key, made);
  return made;
}
