/** What `forward` does at each node, and in which variables it keeps the results. */
import { answersOf, completeNodes, type Complete } from '../document/complete';
import { endKey, type End, type NodeId } from '../document/document';
import { identifiersOf, type Inference } from '../document/infer';
import type { Layer, Unpacked } from '../layers/define';
import { passThrough } from '../layers/pass-through';
import type { Shape } from '../tensor/shape';
import { attributeName, variableName } from './names';

export interface Step {
  readonly of: Complete;
  /** Under which `self` keeps what is kept of it. */
  readonly name: string;
  /** Holds what it answers first of what is asked for. */
  readonly variable: string;
  /** By port, of those that are asked for. */
  readonly variables: ReadonlyMap<string, string>;
  /** What `__init__` keeps, and under which name; only of layers that are modules or tensors. */
  readonly module?: { readonly name: string; readonly code: string };
  /** What `forward` writes, left of each equals sign and behind it; none for an argument and for what only passes on. */
  readonly lines: readonly Assignment[];
  readonly isArgument: boolean;
  /** A tensor and no module: it is its own only parameter. */
  readonly isKept?: boolean;
  /** What it is that PyTorch has no words for; then there is neither module nor line. */
  readonly unwritten?: string;
}

interface Assignment {
  readonly target: string;
  readonly expression: string;
  /** Of what is kept. */
  readonly shapes: readonly Shape[];
}

export interface Steps {
  /** In the order they are computed. */
  readonly steps: ReadonlyMap<NodeId, Step>;
  readonly answers: readonly Step[];
}

/** `x` is used again and again; a name of its own has what is needed later. `scored` is asked for in any case. */
export function stepsOf(inference: Inference, scored?: NodeId): Steps {
  const nodes = completeNodes(inference);
  const answers = answersOf(nodes, inference.origin);
  const nameOf = namesOf(inference);
  const sources = new Map(nodes.map((of) => [endKey(firstOf(of)), sourceOf(of)]));
  /** Where the value really is kept: what only passes on has no variable. */
  const keeper = (end: End): string => {
    const source = sources.get(endKey(end));
    return source === undefined ? endKey(end) : keeper(source);
  };
  const lastUse = new Map<string, number>();
  nodes.forEach((of, at) => {
    for (const end of inputsOf(of)) lastUse.set(keeper(end), at);
    if (of.node.id === scored) lastUse.set(keeper(firstOf(of)), at);
  });
  for (const answer of answers) lastUse.set(keeper(firstOf(answer)), Infinity);

  const hasOneArgument = nodes.filter(isArgument).length === 1;
  const steps = new Map<NodeId, Step>();
  const variableAt = ({ node, port }: End): string => steps.get(node)?.variables.get(port) ?? '';
  /** Whose value `x` holds. */
  let holder: string | undefined;
  nodes.forEach((of, at) => {
    const { node, emission } = of;
    const source = sources.get(endKey(firstOf(of)));
    const ends = emission.outputs.map(({ port }): End => ({ node: node.id, port }));
    const asked = ends.filter((end) => lastUse.has(endKey(end)));
    const variables = new Map<string, string>();
    for (const end of asked.length > 0 ? asked : ends.slice(0, 1)) {
      const isFree = holder === undefined || (lastUse.get(holder) ?? 0) <= at;
      // The first that finds it free has it until it is read for the last time.
      const isInX = source === undefined && isFree && (!isArgument(of) || hasOneArgument);
      const own = isInX && variables.size === 0 ? 'x' : variableName(nameOf(end));
      if (own === 'x') holder = endKey(end);
      variables.set(end.port, source === undefined ? own : variableAt(source) || own);
    }
    const [variable = ''] = variables.values();
    const inputs = inputsOf(of).map(variableAt);
    steps.set(node.id, {
      ...stepOf(of, attributeName(nameOf(firstOf(of))), inputs, variables),
      ...{ variable, variables },
    });
  });
  return { steps, answers: answers.flatMap(({ node }) => steps.get(node.id) ?? []) };
}

const firstOf = ({ node, emission }: Complete): End => ({ node: node.id, port: emission.output.port });

/** After the node, and after its port where that is not its first. */
function namesOf(inference: Inference): (end: End) => string {
  const all = [...inference.nodes.values()];
  const others = all.flatMap(({ node, emission }) =>
    (emission?.outputs ?? []).slice(1).map(({ port }) => ({
      id: endKey({ node: node.id, port }),
      name: `${node.name} ${port}`,
    })),
  );
  const names = identifiersOf([...all.map(({ node }) => node), ...others]);
  return (end) => names.get(endKey(end)) ?? names.get(end.node) ?? end.node;
}

function stepOf(
  of: Complete,
  name: string,
  inputs: readonly string[],
  variables: ReadonlyMap<string, string>,
): Omit<Step, 'variable' | 'variables'> {
  const code = codeOf(of, inputs);
  const plain = { of, name, isArgument: false };
  const assigned = (expression: string, unpacked?: Unpacked) =>
    assignments(of, expression, variables, unpacked);
  if ('argument' in code) return { ...plain, isArgument: true, lines: [] };
  if ('unwritten' in code) {
    const [line] = assigned(`${code.unwritten}(${inputs.join(', ')})`);
    return { ...plain, lines: [], unwritten: `${line?.target} = ${line?.expression}` };
  }
  if ('module' in code) {
    const self = `self.${name}`;
    const call = code.call?.(self) ?? `${self}(${inputs.join(', ')})`;
    return { ...plain, module: { name, code: code.module }, lines: assigned(call, code.unpacked) };
  }
  if ('kept' in code) {
    return { ...plain, module: { name, code: code.kept }, lines: assigned(`self.${name}`), isKept: true };
  }
  return {
    ...plain,
    lines: code.expression === inputs[0] ? [] : assigned(code.expression, code.unpacked),
  };
}

/** A variable for each port that is asked for, `_` for the others; what is made of another's stands in a line of its own. */
function assignments(
  { emission }: Complete,
  expression: string,
  variables: ReadonlyMap<string, string>,
  { pattern = (names) => names.join(', '), made = {} }: Partial<Unpacked> = {},
): readonly Assignment[] {
  const asked = Object.entries(made).filter(([port]) => variables.has(port));
  const names = emission.outputs
    .filter(({ port }) => !Object.hasOwn(made, port))
    .map(({ port }) => {
      const maker = asked.find(([, { of }]) => of === port);
      return variables.get(port) ?? variables.get(maker?.[0] ?? '') ?? '_';
    });
  const shapesAt = (isThere: (port: string) => boolean) =>
    emission.outputs.filter(({ port }) => isThere(port)).map(({ shape }) => shape);
  const later = asked.map(([port, { of, code }]) => {
    const own = variables.get(port) ?? '';
    return {
      target: own,
      expression: code(variables.get(of) ?? own),
      shapes: shapesAt((each) => each === port),
    };
  });
  const isKept = (port: string) =>
    (variables.has(port) && !Object.hasOwn(made, port)) || asked.some(([, { of }]) => of === port);
  return [{ target: pattern(names), expression, shapes: shapesAt(isKept) }, ...later];
}

function codeOf(of: Complete, inputs: readonly string[]) {
  return layerOf(of).torch({ inputs, attributes: of.emission.attributes });
}

function isArgument(of: Complete): boolean {
  return 'argument' in codeOf(of, []);
}

/** The value that this one passes on unchanged. */
function sourceOf(of: Complete): End | undefined {
  const [first] = inputsOf(of);
  const code = codeOf(of, ['passed on', 'other']);
  return 'expression' in code && code.expression === 'passed on' ? first : undefined;
}

function layerOf({ node, layer, inputs }: Complete): Layer {
  return node.isBypassed && inputs.length > 0 ? passThrough : (layer ?? passThrough);
}

/** What it reads, port by port; of a bypassed one the first alone. */
function inputsOf(of: Complete): readonly End[] {
  const ends = of.inputs.flatMap(({ edge }) => (edge ? [edge.from] : []));
  return layerOf(of) === passThrough ? ends.slice(0, 1) : ends;
}
