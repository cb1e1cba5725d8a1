/** `--dump DIR`: every graph input and node output as .npy, and trace.json that says which is which. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { encodeNpy } from '#shared/tensor/npy';
import { makeFolder, writeFresh } from './files';
import type { Trace, TracedNode, TracedValue } from './traced';

/** A value as trace.json and the lines of `--json` describe it. */
export interface DescribedValue extends Pick<TracedValue, 'name' | 'dtype' | 'shape'> {
  readonly file: string | null;
}

export interface DescribedNode extends Pick<TracedNode, 'index' | 'name' | 'op' | 'ms'> {
  readonly outputs: readonly DescribedValue[];
}

/** Makes the folder where it is missing. A trace.json of an earlier run goes first, as the new one comes last. */
export function prepareDump(folder: string): void {
  makeFolder(folder);
  rmSync(join(folder, 'trace.json'), { force: true });
}

/**
 * Writes the values and yields each node once its files are there; without a folder nothing is written.
 * Errors: those of Node, thrown.
 */
export function* dumpTrace(
  { inputs, nodes, outputs }: Trace,
  about: { readonly model: string; readonly provider: string },
  folder: string | undefined,
): Generator<[TracedNode, DescribedNode]> {
  const write = (start: string, value: TracedValue): DescribedValue => {
    const { name, dtype, shape, tensor } = value;
    if (!tensor || folder === undefined) return { name, dtype, shape, file: null };
    const file = `${start}_${safeName(name)}.npy`;
    writeFresh(join(folder, file), encodeNpy(tensor));
    return { name, dtype, shape, file };
  };
  const describedInputs = inputs.map((value, index) => write(`input_${index}`, value));
  const describedNodes: DescribedNode[] = [];
  let number = 0;
  for (const node of nodes) {
    const { index, name, op, ms } = node;
    const written = node.outputs.map((value) => write(String(++number).padStart(4, '0'), value));
    const described = { index, name, op, ms: Math.round(ms * 1000) / 1000, outputs: written };
    describedNodes.push(described);
    yield [node, described];
  }
  if (folder === undefined) return;
  const trace = { ...about, inputs: describedInputs, nodes: describedNodes, outputs };
  writeFresh(join(folder, 'trace.json'), `${JSON.stringify(trace, null, 1)}\n`);
}

/** Unlike the number before it, it need not be unique; it only has to be safe on every system. */
function safeName(name: string): string {
  return name.replace(/[^\w.-]+/g, '_').slice(0, 60);
}
