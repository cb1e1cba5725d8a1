/** The exported model as text, each line with the node it came from. */
import { inComment, type CodeLine } from '../document/code-line';
import type { Document, NodeId } from '../document/document';
import type { Inference } from '../document/infer';
import { describeProblem } from '../messages/problem';
import { modelText } from '../onnx/text';
import { forwardGraph } from './compile';

/** What of the network is not complete is a comment that says what is missing. With a limit, long tensors are cut short. */
export function onnxLines(document: Document, inference: Inference, limit?: number): CodeLine[] {
  const owners = new Map<string, NodeId>();
  for (const { node, emission } of inference.nodes.values()) {
    for (const { outputs } of emission?.nodes ?? []) for (const name of outputs) owners.set(name, node.id);
    for (const { value } of emission?.parameters ?? []) owners.set(value, node.id);
    for (const name of emission?.constants.keys() ?? []) owners.set(name, node.id);
    for (const { name } of emission?.graphInputs ?? []) owners.set(name, node.id);
  }
  const missing = [...inference.nodes.values()].flatMap(({ node, problem }) =>
    problem ? [{ text: `# ${inComment(describeProblem(problem))}`, node: node.id }] : [],
  );
  const lines = modelText(forwardGraph(document, inference), limit).map(({ text, value }): CodeLine => {
    const node = value === undefined ? undefined : owners.get(value);
    return node === undefined ? { text } : { text, node };
  });
  return [...missing, ...lines];
}
