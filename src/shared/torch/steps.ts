/** What `forward` does at each node, and in which variable it keeps the result. */
import { answersOf, completeNodes, type Complete } from '../document/complete';
import type { NodeId } from '../document/document';
import { identifiersOf, type Inference } from '../document/infer';
import type { Layer } from '../layers/define';
import { passThrough } from '../layers/pass-through';
import { attributeName, variableName } from './names';

export interface Step {
  readonly of: Complete;
  /** Under which `self` keeps what is kept of it. */
  readonly name: string;
  /** Holds the result. */
  readonly variable: string;
  /** What `__init__` keeps, and under which name; only of layers that are modules or tensors. */
  readonly module?: { readonly name: string; readonly code: string };
  /** What `forward` writes behind the equals sign; undefined for an argument and for what only passes on. */
  readonly expression?: string;
  readonly isArgument: boolean;
  /** A tensor and no module: it is its own only parameter. */
  readonly isKept?: boolean;
  /** What it is that PyTorch has no words for; then there is neither module nor expression. */
  readonly unwritten?: string;
}

export interface Steps {
  /** In the order they are computed. */
  readonly steps: ReadonlyMap<NodeId, Step>;
  readonly answers: readonly Step[];
}

/** `x` is used again and again; a name of its own has what is needed later. */
export function stepsOf(inference: Inference): Steps {
  const nodes = completeNodes(inference);
  const answers = answersOf(nodes, inference.origin);
  const identifiers = identifiersOf([...inference.nodes.values()].map(({ node }) => node));
  const nameOf = ({ node }: Complete) => identifiers.get(node.id) ?? node.id;
  const sources = new Map(nodes.map((node) => [node.node.id, sourceOf(node)]));
  /** Where the value really is kept: what only passes on has no variable. */
  const keeper = (id: NodeId): NodeId => {
    const source = sources.get(id);
    return source === undefined ? id : keeper(source);
  };
  const lastUse = new Map<NodeId, number>();
  nodes.forEach((node, at) => {
    for (const id of inputsOf(node)) lastUse.set(keeper(id), at);
  });
  for (const { node } of answers) lastUse.set(keeper(node.id), Infinity);

  const hasOneArgument = nodes.filter(isArgument).length === 1;
  const steps = new Map<NodeId, Step>();
  /** Whose value `x` holds. */
  let holder: NodeId | undefined;
  nodes.forEach((of, at) => {
    const { id } = of.node;
    const source = sources.get(id);
    const isFree = holder === undefined || (lastUse.get(holder) ?? 0) <= at;
    const isInX = source === undefined && isFree && (!isArgument(of) || hasOneArgument);
    const own = isInX ? 'x' : variableName(nameOf(of));
    const variable = source === undefined ? own : (steps.get(source)?.variable ?? own);
    if (isInX) holder = id;
    steps.set(id, {
      ...stepOf(
        of,
        attributeName(nameOf(of)),
        inputsOf(of).map((input) => steps.get(input)?.variable ?? ''),
      ),
      variable,
    });
  });
  return { steps, answers: answers.flatMap(({ node }) => steps.get(node.id) ?? []) };
}

function stepOf(of: Complete, name: string, inputs: readonly string[]): Omit<Step, 'variable'> {
  const code = codeOf(of, inputs);
  if ('argument' in code) return { of, name, isArgument: true };
  if ('unwritten' in code) {
    return { of, name, isArgument: false, unwritten: `${code.unwritten}(${inputs.join(', ')})` };
  }
  if ('module' in code) {
    const self = `self.${name}`;
    const expression = code.call?.(self) ?? `${self}(${inputs.join(', ')})`;
    return { of, name, isArgument: false, module: { name, code: code.module }, expression };
  }
  if ('kept' in code) {
    return {
      of,
      name,
      isArgument: false,
      module: { name, code: code.kept },
      expression: `self.${name}`,
      isKept: true,
    };
  }
  return {
    of,
    name,
    isArgument: false,
    ...(code.expression !== inputs[0] && { expression: code.expression }),
  };
}

function codeOf(of: Complete, inputs: readonly string[]) {
  return layerOf(of).torch({ inputs, attributes: of.emission.attributes });
}

function isArgument(of: Complete): boolean {
  return 'argument' in codeOf(of, []);
}

/** The node whose value this one passes on unchanged. */
function sourceOf(of: Complete): NodeId | undefined {
  const [first] = inputsOf(of);
  const code = codeOf(of, ['passed on', 'other']);
  return 'expression' in code && code.expression === 'passed on' ? first : undefined;
}

function layerOf({ node, layer, inputs }: Complete): Layer {
  return node.isBypassed && inputs.length > 0 ? passThrough : (layer ?? passThrough);
}

/** The nodes it reads from, port by port; of a bypassed one the first alone. */
function inputsOf(of: Complete): readonly NodeId[] {
  const ids = of.inputs.map(({ edge }) => edge?.from.node ?? '');
  return layerOf(of) === passThrough ? ids.slice(0, 1) : ids;
}
