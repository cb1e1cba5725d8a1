/** What the tests of the command line share: models made by hand, a folder of their own, traces read back. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttributeProto_AttributeType as AttributeType, TensorProto_DataType as DataType } from 'onnx-buf';
import { afterAll } from 'vitest';
import { describeProblem, isProblem } from '#shared/messages/problem';
import { modelOf, op, value, type Graph } from '#shared/onnx/testing';
import { decodeNpy, encodeNpy } from '#shared/tensor/npy';
import type { Tensor } from '#shared/tensor/tensor';
import { trace } from './trace';

/** A folder that is gone after the tests; profiles go there too. */
export const folder = mkdtempSync(join(tmpdir(), 'layerloom-tests-'));
process.env.TMPDIR = folder;
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** `while (true) y = y + y`. */
export const endless: Graph = {
  input: [value('x', [1])],
  output: [value('y')],
  initializer: [{ name: 'true', dataType: DataType.BOOL, int32Data: [1] }],
  node: [
    op('Loop', ['', 'true', 'x'], ['y'], {
      attribute: [
        {
          name: 'body',
          type: AttributeType.GRAPH,
          g: {
            name: 'body',
            input: [value('i', [], DataType.INT64), value('going', [], DataType.BOOL), value('before', [1])],
            output: [value('goes', [], DataType.BOOL), value('after', [1])],
            node: [op('Identity', ['going'], ['goes']), op('Add', ['before', 'before'], ['after'])],
          },
        },
      ],
    }),
  ],
};

/** Writes a model and returns its path. */
export function writeModel(name: string, graph: Graph, irVersion = 8n): string {
  return writeBytes(`${name}.onnx`, modelOf(graph, 17n, irVersion));
}

export function writeTensor(name: string, tensor: Tensor): string {
  return writeBytes(`${name}.npy`, encodeNpy(tensor));
}

export function writeBytes(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}

/** A pipe nobody writes to: whoever opens it waits. */
export function makePipe(path: string): void {
  execFileSync('/usr/bin/mkfifo', [path]);
}

export interface DumpedValue {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[] | null;
  readonly file: string | null;
}
interface DumpedTrace {
  readonly inputs: readonly DumpedValue[];
  readonly nodes: readonly {
    readonly name: string;
    readonly op: string;
    readonly ms: number;
    readonly outputs: readonly DumpedValue[];
  }[];
  readonly outputs: readonly string[];
}

export interface Traced extends DumpedTrace {
  readonly folder: string;
  /** Every value that has a file, by name. */
  readonly values: ReadonlyMap<string, Tensor>;
  readonly notes: readonly string[];
}

let dumps = 0;

/** Traces a model into a new folder and reads that back; the sentence when it fails. */
export async function traceFile(
  path: string,
  inputs: Readonly<Record<string, string>> = {},
): Promise<Traced | string> {
  const target = join(folder, `dump-${dumps++}`);
  const notes: string[] = [];
  const failure = await trace(
    {
      kind: 'trace',
      model: { shown: path, path },
      inputs: Object.entries(inputs).map(([name, file]) => [{ name, file: { shown: file, path: file } }]),
      provider: 'cpu',
      dump: { shown: target, path: target },
      print: 'nothing',
    },
    {
      note: (found) => notes.push(describeProblem(found)),
      ran: () => undefined,
    },
  );
  if (failure) return describeProblem(failure);
  const read = JSON.parse(readFileSync(join(target, 'trace.json'), 'utf8')) as DumpedTrace;
  const described = [...read.inputs, ...read.nodes.flatMap(({ outputs }) => outputs)];
  const values = described.flatMap(({ name, file }): [string, Tensor][] => {
    if (file === null) return [];
    const tensor = decodeNpy(readFileSync(join(target, file)), file);
    if (isProblem(tensor)) throw new Error(describeProblem(tensor));
    return [[name, tensor]];
  });
  return { ...read, folder: target, values: new Map(values), notes };
}

/** As `traceFile`, where it has to succeed. */
export async function traced(path: string, inputs: Readonly<Record<string, string>> = {}): Promise<Traced> {
  const found = await traceFile(path, inputs);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

/** A value's numbers; undefined when it has no file. */
export function numbersOf({ values }: Traced, name: string): number[] | undefined {
  const tensor = values.get(name);
  return tensor && Array.from(tensor.values as ArrayLike<number>, Number);
}
