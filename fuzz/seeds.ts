/** Whole files of every kind the app opens, which others are made from. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { zipSync } from 'fflate';
import { compileForward } from '#shared/compile/compile';
import { decodeDocument } from '#shared/document/file-format';
import { inferShapes } from '#shared/document/infer';
import { describeProblem, isProblem } from '#shared/messages/problem';
import { encodeNpy } from '#shared/tensor/npy';
import { floatTensor, type Tensor } from '#shared/tensor/tensor';

/** What a file is called by, and so how it is opened. */
export type Kind = 'loom' | 'onnx' | 'csv' | 'tsv' | 'npy' | 'npz';
export type Files = Readonly<Record<string, Uint8Array>>;

const models = path.join(import.meta.dirname, '../models');
const parts = ['document.json', 'parameters.safetensors', 'data.csv', 'quiz.json'];

/** Each lesson's files by name. */
export const lessons: readonly Files[] = readdirSync(models)
  .map((name) => path.join(models, name))
  .filter((folder) => existsSync(path.join(folder, 'document.json')))
  .map((folder) =>
    Object.fromEntries(
      parts
        .filter((name) => existsSync(path.join(folder, name)))
        .map((name) => [name, new Uint8Array(readFileSync(path.join(folder, name)))]),
    ),
  );

export const onnxModels: readonly Uint8Array[] = lessons.map((files) => {
  const document = decodeDocument(new Map(Object.entries(files)), 'lesson');
  if (isProblem(document)) throw new Error(describeProblem(document));
  return compileForward(document, inferShapes(document));
});

export const table = new Uint8Array(readFileSync(path.join(models, 'data/iris/data.csv')));
const quoted = 'size,"colour, by name",kind\n1.5,"red ""wine""",a\n2,"green\nas grass",b\n3.25,,a\n'.repeat(
  20,
);
const tabs = new TextDecoder().decode(table).replaceAll(',', '\t');

const numbers = (count: number) => Array.from({ length: count }, (_, at) => Math.sin(at));
const features: Tensor = floatTensor([30, 4], numbers(120));
const targets: Tensor = {
  dtype: 'int64',
  shape: [30],
  values: BigInt64Array.from({ length: 30 }, (_, at) => BigInt(at % 3)),
};

export const tables: readonly Uint8Array[] = [table, Buffer.from(quoted), Buffer.from(tabs)];
export const arrays: Readonly<Record<'npy' | 'npz', readonly Uint8Array[]>> = {
  npy: [
    features,
    { dtype: 'float64', shape: [5, 3], values: Float64Array.from(numbers(15)) } satisfies Tensor,
  ].map(encodeNpy),
  npz: [zipSync({ 'features.npy': encodeNpy(features), 'targets.npy': encodeNpy(targets) })],
};
