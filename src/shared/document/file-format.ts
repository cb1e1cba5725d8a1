/**
 * The .loom file: a zip of `document.json`, `parameters.safetensors`, `inputs/<node>.npy` and the rows of its data.
 * A lesson's folder is the same thing unzipped.
 */
import { strFromU8, strToU8, unzipSync } from 'fflate';
import * as v from 'valibot';
import { checkAttributes } from '../layers/attributes';
import { layers } from '../layers/index';
import { isProblem, problem, type Problem } from '../messages/problem';
import { formatBytes } from '../tensor/number-format';
import { decodeNpy, npyPieces } from '../tensor/npy';
import { joined, type Pieces } from '../tensor/pieces';
import { decodeSafetensors, safetensorsPieces } from '../tensor/safetensors';
import { isFloat, type Tensor } from '../tensor/tensor';
import { zipped } from '../tensor/zip';
import {
  edgeId,
  type Document,
  type Edge,
  type FloatTensor,
  type Group,
  type Node,
  type Tensors,
} from './document';
import { nameLimit } from './edits';
import { decodePlan, encodeRows, planSchema, storePlan } from '../data/files';
import { fill } from '../messages/fill';
import { fileReasons } from '../messages/reasons';
import { hasLoop } from './infer';
import { formatVersion, migrate } from './migrations';
import { trainingSchema } from './training-settings';

export type DocumentFiles = ReadonlyMap<string, Uint8Array>;

const documentFile = 'document.json';
const parametersFile = 'parameters.safetensors';
const unzippedLimit = 1_000_000_000;

// Ids are keys of plain objects, where `constructor` and `__proto__` already stand for something else.
const id = v.pipe(
  v.string(),
  v.regex(/^[\w-]{1,80}$/),
  v.check((value) => !(value in {}), 'Invalid id'),
);
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(nameLimit));
const end = v.object({ node: id, port: v.pipe(v.string(), v.regex(/^\w{1,40}$/)) });
const attribute = v.union([
  v.number(),
  v.boolean(),
  v.pipe(v.string(), v.maxLength(nameLimit)),
  v.null(),
  v.array(v.number()),
]);
/** Layers and the wires between them. */
export const structureSchema = v.object({
  nodes: v.array(
    v.object({
      id,
      kind: text,
      name: text,
      stage: v.exactOptional(text),
      attributes: v.record(v.string(), attribute),
      position: v.object({ x: v.pipe(v.number(), v.finite()), y: v.pipe(v.number(), v.finite()) }),
      isBypassed: v.exactOptional(v.boolean()),
      isCollapsed: v.exactOptional(v.boolean()),
    }),
  ),
  edges: v.array(v.object({ from: end, to: end })),
});
const documentSchema = v.object({
  format: v.literal(formatVersion),
  title: text,
  seed: v.pipe(v.number(), v.safeInteger()),
  ...structureSchema.entries,
  groups: v.array(v.object({ id, name: text, nodes: v.array(id), isClosed: v.exactOptional(v.boolean()) })),
  training: v.exactOptional(trainingSchema),
  data: v.exactOptional(planSchema),
});

/** The files in a .loom; large numbers are the document's own bytes, not copies. Tensors of nodes that are gone are not written. */
export function documentPieces(document: Document): Map<string, Pieces> {
  const { title, seed, nodes, groups, parameters, inputs, data, training } = document;
  const edges = document.edges.map(({ from, to }) => ({ from, to }));
  const json = JSON.stringify(
    { format: formatVersion, title, seed, nodes, edges, groups, training, data: data && storePlan(data) },
    null,
    2,
  );
  const files = new Map<string, Pieces>([[documentFile, [strToU8(`${json}\n`)]]]);
  const named = Object.entries(parameters).flatMap(([node, tensors]) =>
    Object.entries(tensors).map(([name, tensor]): [string, Tensor] => [`${node}.${name}`, tensor]),
  );
  if (named.length > 0) files.set(parametersFile, safetensorsPieces(new Map(named)));
  for (const [node, tensor] of Object.entries(inputs)) files.set(`inputs/${node}.npy`, npyPieces(tensor));
  const rows = data && encodeRows(data.source);
  if (rows) files.set(rows[0], [rows[1]]);
  return files;
}

export function encodeDocument(document: Document): Map<string, Uint8Array<ArrayBuffer>> {
  return new Map([...documentPieces(document)].map(([name, pieces]) => [name, joined(pieces)]));
}

/** Errors: a problem naming the file and what is wrong with it; a newer format is said as such. */
export function decodeDocument(files: DocumentFiles, file: string): Document | Problem {
  const damaged = (reason: string): Problem => problem('file-damaged', { file, reason });
  const bytes = files.get(documentFile);
  if (!bytes)
    return problem('file-not-loom', { file, reason: fill(fileReasons.holdsNo, { file: documentFile }) });
  let raw: unknown;
  try {
    raw = JSON.parse(strFromU8(bytes));
  } catch {
    return damaged(fill(fileReasons.isNotJson, { file: documentFile }));
  }
  const migrated = migrate(raw, file);
  if (isProblem(migrated)) return migrated;
  const parsed = v.safeParse(documentSchema, migrated);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return damaged(`${v.getDotPath(issue) ?? documentFile}: ${issue.message}`);
  }
  const { title, seed, groups } = parsed.output;
  const nodes = decodeNodes(parsed.output.nodes, file);
  if (isProblem(nodes)) return nodes;
  const ids = new Set(nodes.map((node) => node.id));
  const edges = parsed.output.edges.map(({ from, to }): Edge => ({ id: edgeId(from, to), from, to }));
  const fault = faultOf(ids, nodes, edges);
  if (fault) return damaged(fault);
  const parameters = decodeParameters(files, ids, file);
  if (isProblem(parameters)) return parameters;
  const inputs = decodeInputs(files, ids, file);
  if (isProblem(inputs)) return inputs;
  const groupIds = new Set(groups.map((group) => group.id));
  if (groupIds.size < groups.length || nodes.some((node) => groupIds.has(node.id)))
    return damaged(fileReasons.sameGroupId);
  const framed = framesOf(groups, ids);
  const { training } = parsed.output;
  const data = decodePlan(parsed.output.data, files, file);
  if (isProblem(data)) return data;
  return {
    ...{ title, seed, nodes, edges, groups: framed, parameters, inputs },
    ...(data && { data }),
    ...(training && { training }),
  };
}

/** A node is in one group at most: in the first that names it. */
function framesOf(groups: readonly Group[], ids: ReadonlySet<string>): readonly Group[] {
  const taken = new Set<string>();
  return groups
    .map((group) => ({
      ...group,
      nodes: group.nodes.filter((node) => {
        const isFree = ids.has(node) && !taken.has(node);
        taken.add(node);
        return isFree;
      }),
    }))
    .filter((group) => group.nodes.length > 0);
}

export function zipDocument(document: Document): Uint8Array<ArrayBuffer> {
  return joined([...zipped(documentPieces(document))]);
}

/** Errors: a problem when the bytes are no zip, a damaged one, or one that unpacks to too much. */
export function unzipDocument(bytes: Uint8Array, file: string): DocumentFiles | Problem {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) {
    return problem('file-not-loom', { file, reason: fileReasons.noSuchStart });
  }
  let size = 0;
  try {
    const unzipped = unzipSync(bytes, {
      filter: ({ originalSize }) => {
        size += originalSize;
        return size <= unzippedLimit;
      },
    });
    if (size > unzippedLimit) {
      return problem('file-too-large', { file, size: formatBytes(size), limit: formatBytes(unzippedLimit) });
    }
    return new Map(Object.entries(unzipped));
  } catch {
    return problem('file-damaged', { file, reason: fileReasons.cutShortOrChanged });
  }
}

function decodeNodes(nodes: readonly Node[], file: string): readonly Node[] | Problem {
  const checked: Node[] = [];
  for (const node of nodes) {
    const layer = layers.get(node.kind);
    const attributes = layer ? checkAttributes(layer.attributes, node.attributes) : node.attributes;
    if (isProblem(attributes))
      return problem('file-damaged', { file, reason: fill(fileReasons.wrongAttribute, { name: node.name }) });
    checked.push({ ...node, attributes });
  }
  return checked;
}

/** What would break the rules every edit keeps: unique ids and names, whole wires, one an input, no loops. */
function faultOf(
  ids: ReadonlySet<string>,
  nodes: readonly Node[],
  edges: readonly Edge[],
): string | undefined {
  if (ids.size < nodes.length) return fileReasons.sameLayerId;
  if (new Set(nodes.map(({ name }) => name)).size < nodes.length) return fileReasons.sameLayerName;
  const ends = new Set(edges.map(({ to }) => `${to.node} ${to.port}`));
  if (ends.size < edges.length) return fileReasons.sameInput;
  if (edges.some(({ from, to }) => !ids.has(from.node) || !ids.has(to.node))) {
    return fileReasons.noSuchLayer;
  }
  const ports = new Map(nodes.map(({ id, kind, attributes }) => [id, layers.get(kind)?.inputs(attributes)]));
  if (edges.some(({ to }) => ports.get(to.node)?.includes(to.port) === false)) {
    return fileReasons.noSuchInput;
  }
  return hasLoop({ nodes, edges }) ? fileReasons.loop : undefined;
}

function decodeParameters(
  files: DocumentFiles,
  ids: ReadonlySet<string>,
  file: string,
): Record<string, Tensors> | Problem {
  const bytes = files.get(parametersFile);
  const tensors = bytes ? decodeSafetensors(bytes, file) : new Map<string, Tensor>();
  if (isProblem(tensors)) return tensors;
  const parameters: Record<string, Record<string, FloatTensor>> = {};
  for (const [key, tensor] of tensors) {
    // Ids have no dots, names of parameters may: `out_proj.weight`.
    const [node = '', ...rest] = key.split('.');
    const name = rest.join('.');
    if (!ids.has(node) || !isFloat(tensor)) {
      return problem('file-damaged', {
        file,
        reason: fill(fileReasons.noOwner, { file: parametersFile, key }),
      });
    }
    (parameters[node] ??= {})[name] = tensor;
  }
  return parameters;
}

function decodeInputs(
  files: DocumentFiles,
  ids: ReadonlySet<string>,
  file: string,
): Record<string, FloatTensor> | Problem {
  const inputs: Record<string, FloatTensor> = {};
  for (const node of ids) {
    const bytes = files.get(`inputs/${node}.npy`);
    if (!bytes) continue;
    const tensor = decodeNpy(bytes, `${file}, inputs/${node}.npy`);
    if (isProblem(tensor)) return tensor;
    if (!isFloat(tensor))
      return problem('file-damaged', { file, reason: fill(fileReasons.notFloat, { node }) });
    inputs[node] = tensor;
  }
  return inputs;
}
