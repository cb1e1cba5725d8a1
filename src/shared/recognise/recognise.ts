/**
 * A model as a document, by asking every layer whether it answers a value. Of several the one that accounts for most ops
 * is taken, and what it read is looked at next, from the answers back to what the network is given. What no layer answers
 * is the operator's that the file has there.
 */
import { FunctionProtoSchema, TypeProtoSchema, type NodeProto } from 'onnx-buf';
import { nameLimit, type Document, type Origin } from '../document/document';
import { isProblem, problem, type Problem } from '../messages/problem';
import { decodeGraph, type DecodedGraph } from '../onnx/decode';
import { opset } from '../onnx/graph';
import { hold } from '../onnx/held';
import { describeType, type ModelProto } from '../onnx/model-file';
import { constantsIn, graphOf } from '../onnx/model-parts';
import { tooManyCalled } from '../onnx/sizes';
import { fileReasons } from '../messages/reasons';
import { isDamage } from '../tensor/damage';
import { isFloat } from '../tensor/tensor';
import { documentOf, type Made } from './arrange';
import type { Numbers } from './hold';
import { Look, type Whole } from './look';
import type { View } from './plain-graph';
import type { Recognising } from './recognising';
import { seeGraph } from './see';
import { faultIn, tooMany } from './sound';

export type Recognised = Made;

/** A model as it was read from a file. Errors: what keeps it from being run, and a file so damaged that looking at it fails. */
export function recognise(
  model: ModelProto,
  file: string,
  recognising: Recognising = {},
): Recognised | Problem {
  return undamaged(file, () => new Recogniser(model, file, recognising).recognised());
}

/** The document alone. */
export function recogniseModel(
  ...[model, file, recognising]: Parameters<typeof recognise>
): Document | Problem {
  const found = recognise(model, file, recognising);
  return isProblem(found) ? found : found.document;
}

/** What keeps a model from being run or looked at; undefined where nothing is known to. */
export function faultOf(model: ModelProto, file: string): Problem | undefined {
  return undamaged(file, () => {
    const decoded = decodeGraph(model);
    const seen =
      tooManyCalled(model) ?? namelessIn(model, file) ?? faultIn(decoded, file) ?? seeGraph(decoded, file);
    return isProblem(seen) ? seen : undefined;
  });
}

/** An operator that nothing could be called by: no runtime has one, and no file of ours holds it. */
function namelessIn(model: ModelProto, file: string): Problem | undefined {
  const found = graphOf(model).node.find(
    ({ opType, domain }) => opType === '' || `${domain || 'onnx'}.${opType}`.length > nameLimit,
  );
  return found && problem('op-nameless', { file, value: found.output[0] ?? found.name, op: found.opType });
}

export function undamaged<T>(file: string, look: () => T): T | Problem {
  try {
    return look();
  } catch (error) {
    if (!isDamage(error)) throw error;
    return problem('model-unreadable', { file, reason: fileReasons.damaged });
  }
}

/** With the numbers of inputs that need not be given. */
function withDefaults(document: Document, { inputs }: DecodedGraph): Document {
  const numbers = new Map(inputs.map(({ name, byDefault }) => [name, byDefault]));
  const set = document.nodes.flatMap(({ id, op, values = {} }) => {
    const [tensor] = op ? [] : Object.values(values).flatMap((name) => numbers.get(name) ?? []);
    return tensor ? [[id, tensor] as const] : [];
  });
  return { ...document, inputs: Object.fromEntries(set) };
}

type StatedAnswer = NonNullable<Origin['answers']>[number];

/** A size that the file leaves open without a name is called by its place. */
const named =
  (input: string) =>
  (size: number | string, axis: number): number | string =>
    size === '' || (typeof size === 'number' && size < 0) ? `${input}_${axis}` : size;

class Recogniser implements Whole {
  readonly #decoded: DecodedGraph;
  readonly #makers: ReadonlyMap<string, NodeProto>;
  /** Numbers that learn, as far as a file tells: the others stand among the operators. */
  readonly #learned: ReadonlySet<string>;
  readonly #unread: ReadonlyMap<string, Numbers>;
  readonly #shared = new Set<string>();
  readonly #whole = new Set<string>();

  constructor(
    readonly model: ModelProto,
    readonly file: string,
    readonly options: Recognising,
  ) {
    const graph = graphOf(model);
    this.#decoded = decodeGraph(model);
    this.#makers = new Map(graph.node.flatMap((node) => node.output.map((name) => [name, node] as const)));
    this.#learned = new Set(graph.initializer.map(({ name }) => name));
    this.#unread = new Map(
      constantsIn(graph)
        .filter(([name]) => this.#decoded.unread.has(name))
        .map(([name, proto]) => [name, { proto }]),
    );
  }

  recognised(): Recognised | Problem {
    const fault = faultIn(this.#decoded, this.file);
    if (fault) return fault;
    // Each time more is known of what is to be left as it is.
    for (;;) {
      const { size } = this;
      const seen = seeGraph(this.#decoded, this.file, this.#view());
      if (isProblem(seen)) return seen;
      const found = new Look(this, seen).parts();
      if (isProblem(found)) return found;
      if (this.size > size) continue;
      const large = tooMany(found.length, 'layers', this.file);
      if (large) return large;
      const made = documentOf(seen.graph, found);
      const document = withDefaults({ ...made.document, origin: this.#origin() }, this.#decoded);
      return tooMany(document.nodes.length, 'layers', this.file) ?? { ...made, document };
    }
  }

  /** How much is left as it is. */
  get size(): number {
    return this.#shared.size + this.#whole.size;
  }

  /** A number that two parts bring is a value of its own. Whether it can be. */
  share(name: string): boolean {
    const tensor = this.#decoded.initializers.get(name);
    if (!tensor || !isFloat(tensor) || this.#shared.has(name)) return false;
    this.#shared.add(name);
    return true;
  }

  keepWhole(answer: string): void {
    this.#whole.add(answer);
  }

  isShared(name: string): boolean {
    return this.#shared.has(name);
  }

  makerOf(value: string): NodeProto | undefined {
    return this.#makers.get(value);
  }

  /** What the file has under a name, where that is numbers. */
  numbers(name: string): Numbers | undefined {
    return this.#decoded.initializers.get(name) ?? this.#unread.get(name);
  }

  learns(name: string): boolean {
    return this.#learned.has(name);
  }

  get captured(): ReadonlySet<string> {
    return this.#decoded.captured;
  }

  get set(): number {
    return this.#decoded.opset;
  }

  #view(): Omit<View, 'given'> {
    const { record, parting } = this.options;
    return { record, shared: this.#shared, whole: new Set([...this.#whole, ...(parting?.unfolded ?? [])]) };
  }

  #origin(): Origin {
    const { functions, opsetImport } = this.model;
    const others = opsetImport.filter(({ domain }) => domain !== '' && domain !== 'ai.onnx');
    const given = this.#decoded.inputs.filter(({ name }) => !this.#decoded.initializers.has(name));
    return {
      operators: {
        set: Math.max(opset, this.#decoded.opset),
        domains: Object.fromEntries(others.map(({ domain, version }) => [domain, Number(version)])),
        functions: functions.map((body) => hold(FunctionProtoSchema, body)),
      },
      inputs: given.map(({ name, shape, byDefault }) => ({
        ...{ name, shape: shape.map(named(name)) },
        ...(byDefault && { isOptional: true }),
      })),
      outputs: this.#decoded.outputs.map(({ name }) => name),
      answers: graphOf(this.model).output.flatMap(({ name, type }): StatedAnswer[] => {
        const { dtype, shape } = describeType(type);
        if (type && !dtype) return [{ name, type: hold(TypeProtoSchema, type) }];
        return shape ? [{ name, shape }] : [];
      }),
    };
  }
}
