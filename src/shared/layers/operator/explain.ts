/** The arithmetic of a number that an operator answers, where its sum is known. */
import { heldTensor } from '../../onnx/decode-tensor';
import { operatorOf } from '../../operators/index';
import { evaluate, type Expression } from '../../tensor/expression';
import type { Dtype } from '../../tensor/tensor';
import type { ExplainContext } from '../define';
import type { Attributes } from '../attributes';
import { wiredPorts, type HeldInput, type HeldOp } from './held-op';
import { rangeOf, type SumInput } from './sums/define';
import { sumRules } from './sums/index';

/** Undefined where it is not known, or cannot be what the operator answers. */
export function explainOperator(op: HeldOp, context: ExplainContext<Attributes>): Expression | undefined {
  const { output, index, set } = context;
  const rule = sumRules.get(op.domain)?.get(op.type);
  const types = typesOf(op, context);
  if (!rule || !output || Object.keys(op.kept).length > 0 || types.includes('string')) return undefined;
  const inputs = op.inputs.map((input) => inputOf(input, context));
  let largest = 0;
  const measured = (read: Expression): Expression => {
    largest = Math.max(largest, Math.abs(evaluate(read)));
    return read;
  };
  const found = rule({
    ...{ index, set, ...attributesOf(op, context) },
    inputs: inputs.map((input, at) =>
      input && isLarge.has(types[at] ?? '') ? { ...input, at: (place) => measured(input.at(place)) } : input,
    ),
    output: op.outputs.indexOf(output.port),
    outputs: op.outputs.length,
    dtype: output.dtype,
  });
  return found && largest <= Number.MAX_SAFE_INTEGER && fits(evaluate(found), output.dtype)
    ? found
    : undefined;
}

/** Whole numbers that double precision does not tell apart. */
const isLarge: ReadonlySet<string> = new Set(['int64', 'uint64']);

/** What its inputs are, as a run found them; without one they are what a rule takes, which is neither text nor large. */
function typesOf(op: HeldOp, { constant }: ExplainContext<Attributes>): readonly (string | undefined)[] {
  const wired = wiredPorts(op);
  return op.inputs.map(({ port, own }) =>
    own ? constant(port)?.dtype : op.record?.inputs[wired.indexOf(port)]?.type,
  );
}

/** Numbers that wrap around, are cut off or are too large to be exact here are made otherwise than by their sum. */
function fits(value: number, dtype: Dtype): boolean {
  if (dtype === 'string') return false;
  if (dtype === 'bool') return value === 0 || value === 1;
  const [least, most] = rangeOf(dtype) ?? [];
  if (least !== undefined && most !== undefined) {
    return Number.isSafeInteger(value) && value >= least && value <= most;
  }
  return !Number.isFinite(value) || Math.abs(value) <= (limits[dtype] ?? Infinity);
}

/** What is larger is infinite there. */
const limits: Readonly<Record<string, number>> = { float32: 3.4028234663852886e38, float16: 65_504 };

function inputOf(
  { port, own, shape = [] }: HeldInput,
  context: ExplainContext<Attributes>,
): SumInput | undefined {
  if (port === '') return undefined;
  if (own === 'parameter') return { shape, at: (index) => context.parameter(port, index) };
  if (own === 'constant') {
    return { shape: context.constant(port)?.shape ?? [], at: (index) => context.parameter(port, index) };
  }
  return { shape: context.shapeOf(port), at: (index) => context.input(port, index) };
}

function attributesOf(op: HeldOp, { attributes, set }: ExplainContext<Attributes>) {
  // What a model leaves out means what its set says.
  const specs = operatorOf(op.type, op.domain, op.domain === '' ? set : undefined)?.attributes ?? {};
  const isStated = (name: string) => Object.hasOwn(op.attributes, name) || Object.hasOwn(op.held, name);
  const valueOf = (name: string): unknown =>
    Object.hasOwn(op.attributes, name) ? attributes[name] : specs[name]?.default;
  return {
    isStated,
    tensor: (name: string) => {
      const held = Object.hasOwn(op.held, name) ? op.held[name] : undefined;
      return held === undefined ? undefined : heldTensor(held);
    },
    int: (name: string) => Number(valueOf(name) ?? 0),
    float: (name: string) => Number(valueOf(name) ?? 0),
    text: (name: string) => {
      const value = valueOf(name);
      return typeof value === 'string' ? value : '';
    },
    list: (name: string): readonly number[] | undefined => {
      const value = valueOf(name);
      return Array.isArray(value) ? (value as readonly number[]) : undefined;
    },
  };
}
