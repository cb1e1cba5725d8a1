/** A network as its equations, in TeX, with symbols of its own. */
import { answersOf, completeNodes, type Complete } from '../document/complete';
import type { NodeId } from '../document/document';
import type { Inference, NodeInference } from '../document/infer';
import { passThrough } from '../layers/pass-through';
import { describeProblem } from '../messages/problem';
import type { Shape } from '../tensor/shape';

export interface Equation {
  readonly node: NodeId;
  /** Undefined where the node is not complete. */
  readonly tex?: string;
  readonly shape?: Shape;
  /** Letters of the parameters in it. */
  readonly parameters: readonly { readonly tex: string; readonly name: string; readonly shape: Shape }[];
  /** What is missing, where it is not complete. */
  readonly missing?: string;
}

/** One a node, in the order they are computed. */
export function equationsOf(inference: Inference): Equation[] {
  const nodes = completeNodes(inference);
  const symbols = symbolsOf(nodes);
  const withParameters = nodes.filter(({ emission }) => emission.parameters.length > 0);
  return [...inference.nodes.values()].map((found): Equation => {
    const { node, problem } = found;
    const of = nodes.find((complete) => complete === found);
    if (of) return equationOf(of, inference.nodes, symbols, withParameters.indexOf(of) + 1);
    return { node: node.id, parameters: [], ...(problem && { missing: describeProblem(problem) }) };
  });
}

function equationOf(
  of: Complete,
  nodes: Inference['nodes'],
  symbols: ReadonlyMap<NodeId, string>,
  number: number,
): Equation {
  const { node, layer, inputs, emission } = of;
  const written = node.isBypassed && inputs.length > 0 ? passThrough : (layer ?? passThrough);
  const letters = new Map<string, string>();
  const tex = written.tex({
    inputs: inputs.map(({ edge }) => {
      const source = edge && nodes.get(edge.from.node);
      return source ? symbolAt(source, edge.from.port, symbols) : '';
    }),
    outputs: emission.outputs.map(({ port }) => symbolAt(of, port, symbols)),
    output: symbolAt(of, emission.output.port, symbols),
    shapes: inputs.map(({ shape }) => shape ?? []),
    outputShape: emission.output.shape,
    attributes: emission.attributes,
    parameter(name, letter) {
      letters.set(name, `${letter}_{${number}}`);
      return `${letter}_{${number}}`;
    },
  });
  const parameters = emission.parameters.flatMap(({ name, shape }) => {
    const letter = letters.get(name);
    return letter === undefined ? [] : [{ tex: letter, name, shape }];
  });
  return { node: node.id, tex, shape: emission.output.shape, parameters };
}

/** Of outputs after the first, with their port. */
function symbolAt(
  { node, emission }: NodeInference,
  port: string,
  symbols: ReadonlyMap<NodeId, string>,
): string {
  const symbol = symbols.get(node.id) ?? '';
  const isFirst = port === emission?.output.port;
  return isFirst ? symbol : `${symbol}^{\\text{${port.replace(/[^A-Za-z0-9]+/g, ' ')}}}`;
}

/** x goes in, ŷ comes out, h is in between: numbered where there are several. */
function symbolsOf(nodes: readonly Complete[]): ReadonlyMap<NodeId, string> {
  const answers = new Set(answersOf(nodes));
  const isGiven = ({ emission }: Complete) => emission.graphInputs.length > 0;
  const numbered = (letter: string, of: readonly Complete[], isAlwaysNumbered: boolean) =>
    of.map(({ node }, at): [NodeId, string] => [
      node.id,
      of.length > 1 || isAlwaysNumbered ? `${letter}_{${at + 1}}` : letter,
    ]);
  const given = nodes.filter(isGiven);
  const answered = nodes.filter((node) => answers.has(node) && !isGiven(node));
  const hidden = nodes.filter((node) => !answers.has(node) && !isGiven(node));
  return new Map([
    ...numbered('x', given, false),
    ...numbered('\\hat{y}', answered, false),
    ...numbered('h', hidden, true),
  ]);
}
