/** A network as a PyTorch class: its layers, and the forward pass line by line. */
import { inComment, type CodeLine } from '../document/code-line';
import type { Document, NodeId } from '../document/document';
import type { Inference } from '../document/infer';
import { acceptedBy } from '../document/accepted';
import { givenOf, parameterOf } from '../document/values';
import type { ParameterSpec } from '../layers/define';
import { describeCode } from '../messages/code';
import { describeProblem } from '../messages/problem';
import { formatExact } from '../tensor/number-format';
import { formatShape, sizeOf, type Shape } from '../tensor/shape';
import type { Dtype, Tensor } from '../tensor/tensor';
import { exactValue, isWhole, valueAt, type Value } from '../tensor/value';
import { className } from './names';
import { stepsOf, type Step, type Steps } from './steps';

export interface TorchOptions {
  /** The node whose output a loss scores: `forward(..., scores=True)` answers it. */
  readonly scored?: NodeId | undefined;
}

/** A line of code, and what is said beside it. */
interface Remarked extends CodeLine {
  readonly remark?: string;
}

/** The whole file: what it needs, the class, and a call to try it with. */
export function torchLines(document: Document, inference: Inference): CodeLine[] {
  const name = className(document.title);
  return [
    { text: 'import torch' },
    { text: 'from torch import nn' },
    ...gap,
    ...classLines(document.title, inference),
    ...gap,
    { text: `network = ${name}()` },
    ...stateLines(document, inference),
    { text: 'network.eval()' },
    ...callLines(document, inference),
  ];
}

const gap: readonly CodeLine[] = [{ text: '' }, { text: '' }];

/** What of the network is not complete is a comment that says what is missing. */
export function classLines(title: string, inference: Inference, options: TorchOptions = {}): CodeLine[] {
  const plan = stepsOf(inference, options.scored);
  const modules = [...plan.steps.values()].flatMap(({ of, module }): CodeLine[] =>
    module ? [{ text: `        self.${module.name} = ${module.code}`, node: of.node.id }] : [],
  );
  return [
    { text: `class ${className(title)}(nn.Module):` },
    { text: '    def __init__(self):' },
    { text: '        super().__init__()' },
    ...modules,
    { text: '' },
    ...forwardLines(inference, plan, options),
  ];
}

function forwardLines(inference: Inference, plan: Steps, { scored }: TorchOptions): CodeLine[] {
  const passed = argumentsOf(plan, inference).map(({ variable }) => variable);
  const isScored = scored !== undefined && plan.steps.has(scored);
  const signature = ['self', ...passed, ...(isScored ? ['scores=False'] : [])].join(', ');
  const body = [...inference.nodes.values()].flatMap(({ node, problem }): Remarked[] => {
    const step = plan.steps.get(node.id);
    if (!step) return problem ? [{ text: `# ${inComment(describeProblem(problem))}`, node: node.id }] : [];
    return [
      ...stepLines(step),
      ...(isScored && node.id === scored
        ? [{ text: 'if scores:' }, { text: `    return ${step.variable}`, node: node.id }]
        : []),
    ];
  });
  return [
    { text: `    def forward(${signature}):` },
    ...alignRemarks([...body, ...returnLines(plan)]).map(({ text, ...line }) => ({
      ...line,
      text: `        ${text}`,
    })),
  ];
}

function stepLines({ of, variable, lines, isArgument, unwritten }: Step): Remarked[] {
  const { node, emission } = of;
  const shape = formatShape(emission.output.shape);
  if (unwritten !== undefined) {
    const sum = inComment(unwritten);
    return [{ text: `# ${describeCode('unwritten', { sum })}`, node: node.id }];
  }
  if (isArgument) return [{ text: `# ${variable}: ${shape}`, node: node.id }];
  if (lines.length > 0) {
    return lines.map(({ target, expression, shapes }) => ({
      text: `${target} = ${expression}`,
      remark: shapes.map(formatShape).join(', '),
      node: node.id,
    }));
  }
  return node.isBypassed ? [{ text: `# ${inComment(node.name)} is bypassed`, node: node.id }] : [];
}

/** Several answers have a line each. */
function returnLines({ answers }: Steps): Remarked[] {
  const remarked = answers.map((step) => ({ ...step, shape: formatShape(step.of.emission.output.shape) }));
  const [first, ...others] = remarked;
  if (!first) return [{ text: 'return None' }];
  if (others.length === 0) return [{ text: `return ${first.variable}`, node: first.of.node.id }];
  return [
    { text: 'return (' },
    ...remarked.map(({ of, variable, shape }) => ({
      text: `    ${variable},`,
      remark: `${inComment(of.node.name)}: ${shape}`,
      node: of.node.id,
    })),
    { text: ')' },
  ];
}

/** Longer lines than this do not push the remarks of the others away. */
const remarkColumn = 44;

function alignRemarks(lines: readonly Remarked[]): CodeLine[] {
  const lengths = lines.flatMap(({ text, remark }) => (remark === undefined ? [] : [text.length]));
  const column = Math.max(0, ...lengths.filter((length) => length <= remarkColumn));
  return lines.map(({ text, remark, ...line }) => ({
    ...line,
    text: remark === undefined ? text : `${text.padEnd(column)}  # ${remark}`,
  }));
}

/** Inputs of up to this many numbers are written out; for larger ones random numbers stand in. */
const writtenNumbers = 24;

/** Values for the arguments, and the call. */
export function callLines(document: Document, inference: Inference): CodeLine[] {
  const plan = stepsOf(inference);
  const given = argumentsOf(plan, inference);
  const values = given.map(({ of, variable }): CodeLine => {
    const { output } = of.emission;
    const { shape, dtype } = output;
    const tensor = givenOf(document, of.node.id, output);
    const isShort = sizeOf(shape) <= writtenNumbers;
    const type = dtype === 'float32' ? '' : `, dtype=torch.${dtype}`;
    const value = isShort
      ? `torch.tensor(${pythonList(tensor)}${type})`
      : randomNumbers(shape, dtype, acceptedBy(document, of.node.id)?.below);
    return { text: `${variable} = ${value}  # ${formatShape(shape)}`, node: of.node.id };
  });
  const call = `print(network(${given.map(({ variable }) => variable).join(', ')}))`;
  return plan.answers.length === 0 ? values : [...values, { text: call }];
}

function randomNumbers(shape: Shape, dtype: Dtype, below: number | undefined): string {
  if (isWhole(dtype) || dtype === 'bool')
    return `torch.randint(${below ?? 2}, (${shape.join(', ')},)).to(torch.${dtype})`;
  if (below !== undefined) return `torch.randint(${below}, (${shape.join(', ')},)).float()`;
  return `torch.randn(${shape.join(', ')})${dtype === 'float32' ? '' : `.to(torch.${dtype})`}`;
}

/** In the order of the model that the network came from: whoever calls it gives them so. */
function argumentsOf({ steps }: Steps, { origin }: Inference): Step[] {
  const order = origin?.inputs.map(({ name }) => name) ?? [];
  const placeOf = ({ of }: Step) => {
    const place = order.indexOf(of.emission.output.name);
    return place < 0 ? order.length : place;
  };
  return [...steps.values()]
    .filter(({ isArgument }) => isArgument)
    .sort((one, other) => placeOf(one) - placeOf(other));
}

function pythonList(tensor: Tensor): string {
  const write = (sizes: Shape, start: number): string => {
    const [size, ...inner] = sizes;
    if (size === undefined) return pythonValue(valueAt(tensor, start) ?? 0);
    const step = inner.reduce((product, length) => product * length, 1);
    return `[${Array.from({ length: size }, (_, at) => write(inner, start + at * step)).join(', ')}]`;
  };
  return write(tensor.shape, 0);
}

function pythonValue(value: Value): string {
  if (typeof value === 'number') return pythonFloat(value);
  return typeof value === 'string' ? JSON.stringify(value) : exactValue(value);
}

function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return `float("${Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf'}")`;
  const text = formatExact(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Networks of up to this many weights bring them along. */
const writtenWeights = 100;

/** The network's own weights, so that it answers in PyTorch what it answers here. */
function stateLines(document: Document, inference: Inference): CodeLine[] {
  const state = stateNames(inference);
  const count = state
    .filter(({ spec }) => !spec.isBuffer)
    .reduce((total, { spec }) => total + sizeOf(spec.shape), 0);
  if (count === 0) return [];
  if (count > writtenWeights) return [{ text: `# ${describeCode('weights-left-out', { count })}` }];
  // PyTorch keeps a count of batches beside running statistics, which is no number of the network.
  const isWhole = state.every(({ spec }) => !spec.isBuffer);
  return [
    { text: 'network.load_state_dict({' },
    ...state.map(({ node, spec, name }) => ({
      text: `    "${name}": torch.tensor(${pythonList(parameterOf(document, node, spec))}),`,
      node,
    })),
    { text: isWhole ? '})' : '}, strict=False)' },
  ];
}

/** Every parameter of the network under the name PyTorch gives it, for its state. */
export function stateNames(inference: Inference): readonly {
  readonly node: NodeId;
  readonly spec: ParameterSpec;
  readonly name: string;
}[] {
  return [...stepsOf(inference).steps.values()].flatMap(({ of: { node, emission }, name, isKept }) => {
    return emission.parameters.map((spec) => ({
      node: node.id,
      spec,
      name: isKept ? name : `${name}.${spec.name}`,
    }));
  });
}
