/** The forward ops in the order that takes the least work to train. */
import type { OpNode } from '../onnx/graph';
import { ops } from '../ops/index';
import type { Shape } from '../tensor/shape';

/**
 * The greatest of some numbers stays the greatest under a function that never falls: picked first, fewer numbers go
 * through the function, and fewer gradients come back. `kept` values stay as they are.
 */
export function pickFirst(
  nodes: readonly OpNode[],
  shapes: ReadonlyMap<string, Shape>,
  kept: ReadonlySet<string>,
): { readonly nodes: readonly OpNode[]; readonly shapes: ReadonlyMap<string, Shape> } {
  const readers = new Map<string, number>();
  for (const input of nodes.flatMap(({ inputs }) => inputs))
    readers.set(input, (readers.get(input) ?? 0) + 1);
  const makers = new Map(nodes.flatMap((node) => node.outputs.map((output) => [output, node] as const)));
  const moved = new Set<OpNode>();
  const known = new Map(shapes);
  const ordered = nodes.flatMap((node): readonly OpNode[] => {
    const [input = ''] = node.inputs;
    const before = makers.get(input);
    if (!before || !ops.get(node.type)?.picks || !ops.get(before.type)?.neverFalls) return [node];
    // Where they are is asked of what was picked from.
    if (readers.get(input) !== 1 || kept.has(input) || node.outputs.length > 1) return [node];
    moved.add(before);
    const picked = `${input}.picked`;
    known.set(picked, shapes.get(node.outputs[0] ?? '') ?? []);
    return [
      { ...node, inputs: before.inputs, outputs: [picked] },
      { ...before, inputs: [picked], outputs: node.outputs },
    ];
  });
  return { nodes: ordered.filter((node) => !moved.has(node)), shapes: known };
}
