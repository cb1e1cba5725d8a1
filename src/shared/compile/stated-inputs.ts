/** The inputs of an exported model as the model that its network came from states them. */
import type { Document } from '../document/document';
import { inferShapes, type Inference } from '../document/infer';
import { withSizes } from '../document/sizes';
import type { Answer, Emission } from '../layers/emit';
import { isFree } from '../onnx/draw-inputs';
import type { ValueInfo } from '../onnx/graph';
import { sizesOf } from '../ops/plain/shapes';
import type { Tensor } from '../tensor/tensor';

export interface Stated {
  readonly inputs: readonly ValueInfo[];
  /** Numbers that depend on no size any more, in place of those of the same names that did. */
  readonly constants: ReadonlyMap<string, Tensor>;
  /** The network at other sizes; none where it is for the sizes it has alone. */
  readonly looks: readonly Inference[];
}

/**
 * In its order, and with the sizes that it leaves open, where the network can be said for any of them: `looks` are the
 * network at two other choices of sizes.
 */
export function statedInputs(
  document: Document,
  inference: Inference,
  inputs: readonly ValueInfo[],
  looks?: readonly Inference[],
): Stated {
  const stated = document.origin?.inputs ?? [];
  const placeOf = ({ name }: ValueInfo) => {
    const place = stated.findIndex((input) => input.name === name);
    return place < 0 ? stated.length : place;
  };
  const ordered = inputs.toSorted((one, other) => placeOf(one) - placeOf(other));
  const opened = ordered.map((info) => withOpenSizes(info, stated[placeOf(info)]?.shape));
  const isOpen = opened.some((info, at) => info !== ordered[at]);
  const others = looks ?? (isOpen ? wholeLooks(document) : []);
  const constants = isOpen ? sizeFreeConstants([inference, ...others]) : undefined;
  return constants
    ? { inputs: opened, constants, looks: others }
    : { inputs: ordered, constants: new Map(), looks: [] };
}

function withOpenSizes(info: ValueInfo, stated: ValueInfo['shape']): ValueInfo {
  const { shape = [] } = info;
  const isOpen = (size: number | string | undefined) => typeof size === 'string' && size !== '';
  const isSame =
    stated?.length === shape.length &&
    shape.every((size, axis) => isOpen(stated[axis]) || stated[axis] === size);
  return isSame && stated.some(isOpen) ? { ...info, shape: stated } : info;
}

function wholeLooks(document: Document): readonly Inference[] {
  const [own = [], alike = []] = otherSizes(document).map((pair) => pair.map((other) => inferShapes(other)));
  return areWhole(own) ? own : alike;
}

/** Whether all of a network is known at these sizes. */
export const areWhole = (looks: readonly Inference[]): boolean =>
  looks.every(({ nodes }) => [...nodes.values()].every(({ emission }) => emission !== undefined));

/**
 * The same network at two other choices of the sizes that the model it came from leaves open: each size its own, or, where
 * that does not fit, all of them the same, since exporters give one size a name at every input.
 */
export function otherSizes(document: Document): readonly (readonly Document[])[] {
  const names = new Set(
    (document.origin?.inputs ?? []).flatMap(({ shape = [] }) =>
      shape.filter((size): size is string => typeof size === 'string' && size !== ''),
    ),
  );
  const chosen = (choices: readonly number[]): Document => {
    const sizes = new Map([...names].map((name, at) => [name, choices[at % choices.length] ?? 1] as const));
    return { ...withSizes(document, sizes), inputs: {} };
  };
  const alike = [primes.slice(0, 1), primes.slice(1, 2)];
  return [[primes, primes.toReversed()], alike].map((pair) => pair.map(chosen));
}

/** Each as often as the model that the network came from lists it, which may list one twice. */
export function statedAnswers(
  infos: readonly ValueInfo[],
  inference: Inference,
  looks: readonly Inference[],
): readonly ValueInfo[] {
  const stated = infos.map((info) => statedAnswer(info, inference, looks));
  const listed = inference.origin?.outputs ?? [];
  const known = listed.flatMap((name) => stated.find((info) => info.name === name) ?? []);
  return [...known, ...stated.filter(({ name }) => !listed.includes(name))];
}

/**
 * An answer as the model that the network came from states it, where that still fits; else without the sizes that are
 * others when the inputs are.
 */
function statedAnswer(info: ValueInfo, { origin, nodes }: Inference, looks: readonly Inference[]): ValueInfo {
  const known = answerIn({ nodes }, info.name)?.shape;
  const said = origin?.answers?.find(({ name }) => name === info.name);
  const stated = said?.shape;
  if (!info.dtype || !known) return said?.type === undefined ? info : { ...info, held: said.type };
  const isFitting =
    stated?.length === known.length && stated.every((size, axis) => isFree(size) || size === known[axis]);
  if (isFitting)
    return { ...info, shape: stated.map((size) => (typeof size === 'number' && size < 0 ? '' : size)) };
  const others = looks.map((look) => answerIn(look, info.name)?.shape);
  if (!info.shape || others.some((shape) => shape?.length !== known.length))
    return { ...info, shape: info.shape };
  return {
    ...info,
    shape: known.map((size, axis) => (others.every((shape) => shape?.[axis] === size) ? size : '')),
  };
}

function answerIn({ nodes }: Pick<Inference, 'nodes'>, name: string): Answer | undefined {
  for (const { emission } of nodes.values()) {
    const found = emission?.outputs.find((answer) => answer.name === name);
    if (found) return found;
  }
  return undefined;
}

/** None is 1, which fits anything, and none twice. */
const primes = [2, 3, 5, 7, 11, 13, 17, 19];

/**
 * A layer as exported models say it. Each list of whole numbers is one of its own: those that are equal at these sizes may
 * be others at other ones.
 */
export function asExported(emission: Emission): Emission {
  const written = { ...emission, ...emission.exported };
  // An operator brings a list for each of its ports.
  if (written.own) return written;
  const constants = new Map(written.constants);
  const nodes = written.nodes.map((node) => {
    const inputs = node.inputs.map((input, place) => {
      const tensor = written.constants.get(input);
      if (tensor?.dtype !== 'int64') return input;
      constants.delete(input);
      constants.set(`${node.name}/${place}`, tensor);
      return `${node.name}/${place}`;
    });
    return { ...node, inputs };
  });
  return { ...written, nodes, constants };
}

/** With what is said without sizes, and equal lists as one again. */
export function withConstants(emission: Emission, opened: Stated['constants']): Emission {
  const names = new Map<string, string>();
  const constants = new Map<string, Tensor>();
  const first = new Map<string, string>();
  for (const [name, tensor] of emission.constants) {
    const said = opened.get(name) ?? tensor;
    const isList = said.dtype === 'int64' && !emission.own && said.values.length <= listed;
    const key = isList ? textOf(said) : name;
    const known = first.get(key) ?? name;
    first.set(key, known);
    names.set(name, known);
    constants.set(known, said);
  }
  const rename = (name: string) => names.get(name) ?? name;
  const nodes = emission.nodes.map((node) => ({ ...node, inputs: node.inputs.map(rename) }));
  return { ...emission, nodes, constants };
}

/**
 * Undefined where its operators, or the numbers they are told, are others then; a shape is left open where it differs, as
 * far as a shape can be.
 */
function sizeFreeConstants(looks: readonly Inference[]): ReadonlyMap<string, Tensor> | undefined {
  const [own, ...others] = looks.map(emissionsOf);
  if (!own || others.some((other) => other?.length !== own.length)) return undefined;
  const free = new Map<string, Tensor>();
  for (const [at, emission] of own.entries()) {
    const same = others.flatMap((other) => other?.[at] ?? []);
    if (same.some(({ nodes }) => JSON.stringify(nodes) !== JSON.stringify(emission.nodes))) return undefined;
    for (const [name, tensor] of emission.constants) {
      const also = same.flatMap(({ constants }) => constants.get(name) ?? []);
      if (also.length < same.length) return undefined;
      if (also.every((other) => textOf(other) === textOf(tensor))) continue;
      const opened = openedShape([emission, ...same], name);
      if (!opened) return undefined;
      free.set(name, opened);
    }
  }
  return free;
}

/** Undefined where some of it is not known. */
function emissionsOf({ nodes }: Inference): readonly Emission[] | undefined {
  const emissions = [...nodes.values()].flatMap(({ emission, unrecorded }) => emission ?? unrecorded ?? []);
  return emissions.length === nodes.size ? emissions.map(asExported) : undefined;
}

/**
 * What numbers are laid out in, for any of the looks: one size may be left to be worked out, and others are kept where what
 * is laid out has them at the same place. Undefined where that does not say it, or where the constant is read as anything
 * else.
 */
function openedShape(looks: readonly Emission[], constant: string): Tensor | undefined {
  const [tensor, ...others] = looks.flatMap(({ constants }) => constants.get(constant) ?? []);
  const readers = (looks[0]?.nodes ?? []).filter(({ inputs }) => inputs.includes(constant));
  const isShape = readers.every(({ type, inputs }) => sizesOf(type, inputs.indexOf(constant)));
  if (tensor?.dtype !== 'int64' || !isShape || readers.length === 0) return undefined;
  const sizes = tensor.values as BigInt64Array<ArrayBuffer>;
  if (sizes.some((size) => size <= 0n)) return undefined;
  const open = [...sizes.keys()].filter((at) => others.some((other) => other.values[at] !== sizes[at]));
  const isKept = (at: number) =>
    looks.every(({ constants, shapes }) =>
      readers.every(({ inputs: [x = ''] }) => {
        const size = constants.get(constant)?.values[at];
        return typeof size === 'bigint' && shapes?.get(x)?.[at] === Number(size);
      }),
    );
  const left = open.length === 1 ? open : open.filter((at) => !isKept(at));
  if (left.length > 1) return undefined;
  const values = sizes.map((size, at) => (left.includes(at) ? -1n : open.includes(at) ? 0n : size));
  return { dtype: 'int64', shape: tensor.shape, values };
}

/** Longer ones do not depend on sizes: they are numbers of the network. */
const listed = 1000;

function textOf({ dtype, shape, values }: Tensor): string {
  const text = values.length > listed ? '' : Array.from(values as ArrayLike<unknown>, String).join();
  return `${dtype} ${shape.join()} ${text}`;
}
