/** An operator that a node holds, as the model has it: its one op, with the numbers it brings. */
import { isProblem, problem, type Problem } from '../../messages/problem';
import type { OpAttribute, OpAttributes, OpNode } from '../../onnx/graph';
import { describeConstant, type OpInput } from '../../ops/define';
import { ops } from '../../ops/index';
import { completed } from '../../ops/plain/defaults';
import { answersReal } from '../../ops/plain/real';
import { isDtype, type Tensor } from '../../tensor/tensor';
import type { Attributes, AttributeValue } from '../attributes';
import type { Answer, Emission, Value } from '../emit';
import { outputPorts, wiredPorts, type AttributeKind, type Described, type HeldOp } from './held-op';

export interface OperatorContext {
  readonly op: HeldOp;
  /** What its outputs are called in the model, by port. */
  readonly nameOf: (port: string) => string;
  /** What its wires bring, in the order of `wiredPorts`. */
  readonly inputs: readonly (Value & { readonly other?: string })[];
  readonly attributes: Attributes;
  /** The numbers it brings that do not learn, by port. */
  readonly constants: Readonly<Record<string, Tensor>>;
  /** The operator set that says what it means. */
  readonly set: number;
}

/**
 * What it answers is what a run found, or what a rule here says; without either `isRecorded` is false, and shapes and
 * types are of no meaning until it was run. Errors: numbers that are gone.
 */
export function emitOperator(
  context: OperatorContext,
): (Emission & { readonly isRecorded: boolean }) | Problem {
  const { op, nameOf, inputs, attributes, constants } = context;
  const name = nameOf(outputPorts(op)[0] ?? '');
  const missing = op.inputs.find(({ port, own }) => own === 'constant' && !Object.hasOwn(constants, port));
  if (missing) return problem('op-numbers-missing', { port: missing.port });
  const wires = new Map(wiredPorts(op).map((port, at) => [port, inputs[at]?.name ?? '']));
  const kept = Object.entries(op.kept).map(([port, held]): OpNode => ({
    name: `${name}/${port}`,
    type: 'Constant',
    inputs: [],
    outputs: [`${name}/${port}`],
    attributes: { value: { held } },
  }));
  const captures = new Map(
    Object.entries(op.captures).map(([port, inner]) => [inner, wires.get(port) ?? inner]),
  );
  const node: OpNode = {
    name,
    type: op.type,
    ...(op.domain && { domain: op.domain }),
    inputs: op.inputs.map(({ port, own }) => {
      if (port === '') return '';
      if (!own) return wires.get(port) ?? '';
      return own === 'parameter' ? `${name}.${port}` : `${name}/${port}`;
    }),
    outputs: op.outputs.map((port) => (port === '' ? '' : nameOf(port))),
    attributes: { ...statedOf(op, attributes), ...heldOf(op, captures) },
  };
  const parameters = op.inputs.flatMap(({ port, own, shape = [] }) =>
    own === 'parameter' ? [{ name: port, shape, initial: () => 0, value: `${name}.${port}` }] : [],
  );
  const found = recordOf(context) ?? ruleOf(context, node, parameters);
  const outputs = outputPorts(op).map((port, at): Answer => answerOf(port, nameOf(port), found?.[at]));
  const [output = answerOf('', name, undefined)] = outputs;
  return {
    output,
    outputs,
    nodes: [...kept, node],
    constants: new Map(
      op.inputs.flatMap(({ port, own }): [string, Tensor][] => {
        const tensor = own === 'constant' ? constants[port] : undefined;
        return tensor ? [[`${name}/${port}`, tensor]] : [];
      }),
    ),
    own: constants,
    set: context.set,
    graphInputs: [],
    graphOutputs: [],
    multiplyAdds: multiplyAddsOf(context, node, parameters, outputs),
    attributes,
    parameters,
    masks: [],
    updates: new Map(),
    isRecorded: found !== undefined,
  };
}

function answerOf(port: string, name: string, found: Described | undefined): Answer {
  const { type = 'unknown', shape } = found ?? {};
  if (shape && isDtype(type)) return { port, name, shape, dtype: type, isHeld: true };
  return { port, name, shape: [], dtype: 'float32', other: type, isHeld: true };
}

/** What a run found, where it was given what comes in now. */
function recordOf({ op: { record }, inputs }: OperatorContext): readonly Described[] | undefined {
  const isSame =
    record?.inputs.length === inputs.length &&
    record.inputs.every(({ type, shape = [] }, at) => {
      const input = inputs[at];
      const given = input?.other ?? input?.dtype;
      return given === type && input?.shape.join() === shape.join();
    });
  return isSame ? record.outputs : undefined;
}

/** What the rule here says, where everything it reads is float32, or whole numbers that it brings itself. */
function ruleOf(
  { op, inputs, constants, set }: OperatorContext,
  node: OpNode,
  parameters: Emission['parameters'],
): readonly Described[] | undefined {
  const rule = op.domain === '' ? ops.get(op.type) : undefined;
  const isReal = inputs.every(({ dtype, other }) => dtype === 'float32' && !other);
  const isRealWhole = op.outputs.every((port, at) => port === '' || answersReal(node, () => true, at));
  if (!rule || !isReal || !isRealWhole || Object.keys(op.kept).length > 0) return undefined;
  const given = inputsOf(node, inputs, constants, parameters);
  if (given.some((input) => !input)) return undefined;
  const shapes = rule.shape(
    given.flatMap((input) => input ?? []),
    completed(op.type, node.attributes, given, set),
  );
  return isProblem(shapes) ? undefined : shapes.map((shape) => ({ type: 'float32', shape }));
}

function inputsOf(
  node: OpNode,
  inputs: OperatorContext['inputs'],
  constants: OperatorContext['constants'],
  parameters: Emission['parameters'],
): readonly (OpInput | undefined)[] {
  const known = new Map<string, OpInput>([
    ...inputs.map(({ name, shape }) => [name, { shape }] as const),
    ...parameters.map(({ value, shape }) => [value, { shape }] as const),
    ...Object.entries(constants).map(
      ([port, tensor]) => [`${node.name}/${port}`, describeConstant(tensor)] as const,
    ),
  ]);
  return node.inputs.map((input) => known.get(input));
}

function multiplyAddsOf(
  { op, inputs, constants, set }: OperatorContext,
  node: OpNode,
  parameters: Emission['parameters'],
  outputs: readonly Answer[],
): number {
  const rule = op.domain === '' ? ops.get(op.type) : undefined;
  const given = inputsOf(node, inputs, constants, parameters);
  if (!rule || given.some((input) => !input)) return 0;
  const learned = new Set(parameters.map(({ value }) => value));
  return rule.multiplyAdds(
    given.map((input, at) => ({
      shape: input?.shape ?? [],
      isParameter: learned.has(node.inputs[at] ?? ''),
    })),
    outputs.map(({ shape }) => shape),
    completed(op.type, node.attributes, given, set),
  );
}

function statedOf(op: HeldOp, attributes: Attributes): OpAttributes {
  return Object.fromEntries(
    Object.entries(op.attributes).flatMap(([name, kind]) => {
      const value = attributes[name];
      return value === undefined ? [] : [[name, attributeOf(kind, value)]];
    }),
  );
}

function attributeOf(kind: AttributeKind, value: AttributeValue): OpAttribute {
  const list = Array.isArray(value) ? (value as readonly number[]) : [];
  switch (kind) {
    case 'int':
      return { int: Number(value) };
    case 'float':
      return { float: Number(value) };
    case 'ints':
      return { ints: list };
    case 'floats':
      return { floats: list };
    case 'string':
      return { text: String(value) };
  }
}

function heldOf({ held }: HeldOp, renamed: ReadonlyMap<string, string>): OpAttributes {
  return Object.fromEntries(Object.entries(held).map(([name, bytes]) => [name, { held: bytes, renamed }]));
}
