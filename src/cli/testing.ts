/** What the tests of the command line share: models made by hand, a folder of their own, traces read back. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { create, toBinary, type MessageInitShape } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeType,
  type GraphProtoSchema,
  ModelProtoSchema,
  type NodeProtoSchema,
  TensorProto_DataType as DataType,
  type ValueInfoProtoSchema,
} from 'onnx-buf';
import { afterAll } from 'vitest';
import { describeProblem, isProblem } from '#shared/messages/problem';
import { decodeNpy, encodeNpy } from '#shared/tensor/npy';
import type { Tensor } from '#shared/tensor/tensor';
import { trace } from './trace';

/** A folder that is gone after the tests; profiles go there too. */
export const folder = mkdtempSync(join(tmpdir(), 'layerloom-tests-'));
process.env.TMPDIR = folder;
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Node = MessageInitShape<typeof NodeProtoSchema>;
type Graph = MessageInitShape<typeof GraphProtoSchema>;

/** A value's name, type and sizes; without sizes anything fits. */
export function value(
  name: string,
  sizes?: readonly (number | string)[],
  type = DataType.FLOAT,
): MessageInitShape<typeof ValueInfoProtoSchema> {
  const dim = sizes?.map((size) => ({
    value:
      typeof size === 'number'
        ? { case: 'dimValue' as const, value: BigInt(size) }
        : { case: 'dimParam' as const, value: size },
  }));
  const shape = dim && { shape: { dim } };
  return { name, type: { value: { case: 'tensorType', value: { elemType: type, ...shape } } } };
}

export function op(opType: string, input: string[], output: string[], extra: Node = {}): Node {
  return { opType, input, output, name: output[0] ?? '', ...extra };
}

/** The `attribute` of a node with one whole number. */
export function integer(name: string, number: number): Node {
  return { attribute: [{ name, type: AttributeType.INT, i: BigInt(number) }] };
}

export function cast(from: string, to: string, type: DataType): Node {
  return op('Cast', [from], [to], integer('to', type));
}

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
  const model = create(ModelProtoSchema, {
    irVersion,
    opsetImport: [{ domain: '', version: 17n }],
    graph: { name: 'graph', ...graph },
  });
  return writeBytes(`${name}.onnx`, toBinary(ModelProtoSchema, model));
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
