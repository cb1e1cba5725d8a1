/** Networks that tests open as files. */
import { writeFile } from 'node:fs/promises';
import { strToU8, zipSync } from 'fflate';

interface Layer {
  readonly kind: string;
  readonly attributes?: Readonly<Record<string, number | readonly number[]>>;
}

/** Layers one after the other, called `Layer 1`, `Layer 2` and so on. */
export async function writeChain(file: string, layers: readonly Layer[]): Promise<void> {
  const id = (at: number): string => `layer-${at + 1}`;
  const document = {
    format: 1,
    title: 'A long chain',
    seed: 1,
    nodes: layers.map(({ kind, attributes = {} }, at) => ({
      ...{ id: id(at), kind, name: `Layer ${at + 1}`, attributes },
      position: { x: (at % 20) * 260, y: Math.floor(at / 20) * 180 },
    })),
    edges: layers.slice(1).map((_, at) => ({
      from: { node: id(at), port: 'y' },
      to: { node: id(at + 1), port: 'x' },
    })),
    groups: [],
  };
  await writeFile(file, zipSync({ 'document.json': strToU8(JSON.stringify(document)) }));
}
