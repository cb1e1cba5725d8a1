/**
 * The .loom file: a zip of `document.json`, `parameters.safetensors`, `inputs/<node>.npy` and the rows of its data.
 * A lesson's folder is the same thing unzipped.
 */
import { strToU8 } from 'fflate';
import * as v from 'valibot';
import { checkAttributes } from '../layers/attributes';
import { layerOf } from '../layers/layer-of';
import { describeProblem, isProblem, problem, type Problem } from '../messages/problem';
import { readJson } from '../tensor/json';
import { decodeNpy, npyPieces } from '../tensor/npy';
import { joined, type Pieces } from '../tensor/pieces';
import { decodeSafetensors, safetensorsPieces } from '../tensor/safetensors';
import { isFloat, type Tensor } from '../tensor/tensor';
import { isZip, unzip } from '../tensor/unzip';
import { zipped } from '../tensor/zip';
import { edgeId, placeLimit, type Document, type Edge, type Position } from './document';
import { dataFiles, decodePlan, encodeRows, storePlan } from '../data/files';
import { fillShown } from '../messages/fill';
import { fileReasons } from '../messages/reasons';
import { schemaOwners, schemaPlaces } from '../messages/schema';
import { fitted, misfitOf } from './fitting';
import { formatVersion, migrate } from './migrations';
import { apart, placed, type Placed } from './placed';
import { documentSchema } from './schema';
import { schemaFault } from './schema-fault';
import { wiringFault } from './wiring';

export type DocumentFiles = ReadonlyMap<string, Uint8Array>;

export const documentFile = 'document.json';
const parametersFile = 'parameters.safetensors';
const constantsFile = 'constants.safetensors';
const lessonFiles = ['lesson.json', 'lesson.md', 'quiz.json'];
const inputFile = /^inputs\/(.*)\.npy$/;

/**
 * The files in a .loom; large numbers are the document's own bytes, not copies, in the shapes they are used in. Those of
 * layers that are gone are not written.
 */
export function documentPieces(document: Document): Map<string, Pieces> {
  const { title, seed, groups, notes, data, training, origin } = document;
  const { parameters, inputs } = fitted(document);
  const nodes = placed(document).map((node) => ({ ...node, position: within(node.position) }));
  const edges = document.edges.map(({ from, to }) => ({ from, to }));
  const kept = notes?.map((note) => ({ ...note, position: within(note.position) }));
  const json = JSON.stringify(
    {
      ...{ format: formatVersion, title, seed, nodes, edges, groups, notes: kept, training },
      ...{ data: data && storePlan(data), origin },
    },
    null,
    2,
  );
  const files = new Map<string, Pieces>([[documentFile, [strToU8(`${json}\n`)]]]);
  const ids = new Set(nodes.map(({ id }) => id));
  const constants = Object.entries(document.constants ?? {}).filter(([node]) => ids.has(node));
  for (const [file, held] of [
    [parametersFile, Object.entries(parameters)],
    [constantsFile, constants],
  ] as const) {
    const named = held.flatMap(([node, tensors]) =>
      Object.entries<Tensor>(tensors).map(([name, tensor]) => [`${node}.${name}`, tensor] as const),
    );
    if (named.length > 0) files.set(file, safetensorsPieces(new Map(named)));
  }
  for (const [node, tensor] of Object.entries(inputs)) files.set(`inputs/${node}.npy`, npyPieces(tensor));
  const rows = data && encodeRows(data.source);
  if (rows) files.set(...rows);
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
    return problem('file-not-loom', { file, reason: fillShown(fileReasons.holdsNo, { file: documentFile }) });
  const raw = readJson(bytes, documentFile);
  if ('reason' in raw) return damaged(raw.reason);
  const migrated = migrate(raw.value, file);
  if (isProblem(migrated)) return migrated;
  const parsed = v.safeParse(documentSchema, migrated, { abortEarly: true });
  if (!parsed.success) return schemaFault(parsed.issues[0], migrated, file);
  const { title, seed, groups, notes } = parsed.output;
  const nodes = decodeNodes(parsed.output.nodes, file);
  if (isProblem(nodes)) return nodes;
  const edges = parsed.output.edges.map(({ from, to }): Edge => ({ id: edgeId(from, to), from, to }));
  const fault = wiringFault(nodes, edges, groups, notes);
  if (fault !== undefined) return damaged(fault);
  const ids = new Set(nodes.map((node) => node.id));
  const parameters = decodeNumbers(parametersFile, files, ids, file, isFloat);
  if (isProblem(parameters)) return parameters;
  const constants = decodeNumbers(constantsFile, files, ids, file, (tensor): tensor is Tensor =>
    Boolean(tensor),
  );
  if (isProblem(constants)) return constants;
  const inputs = decodeInputs(files, ids, file);
  if (isProblem(inputs)) return inputs;
  const { training, origin } = parsed.output;
  const data = decodePlan(parsed.output.data, files, file);
  if (isProblem(data)) return data;
  const document: Document = {
    ...{ title, seed, ...apart(nodes), edges, groups, parameters, inputs },
    ...(notes && notes.length > 0 && { notes }),
    ...(data && { data }),
    ...(training && { training }),
    ...(Object.keys(constants).length > 0 && { constants }),
    ...(origin && { origin }),
  };
  const misfit = misfitOf(document, parametersFile);
  return misfit === undefined ? document : damaged(misfit);
}

/** `beside` is what else its file holds: the text and questions of a lesson. */
export function zipDocument(document: Document, beside: DocumentFiles = new Map()): Uint8Array<ArrayBuffer> {
  const files = documentPieces(document);
  for (const [name, bytes] of beside) files.set(name, [bytes]);
  return joined([...zipped(files)]);
}

/** What a network and its lesson are made of; what else a zip holds is left folded. */
const isPart = (name: string): boolean =>
  [documentFile, parametersFile, constantsFile, ...lessonFiles, ...dataFiles].includes(name) ||
  inputFile.test(name);

/** Errors: a problem when the bytes are no zip, a damaged one, or one that unfolds to too much. */
export function unzipDocument(bytes: Uint8Array, file: string): DocumentFiles | Problem {
  const reason = bytes.length === 0 ? fileReasons.empty : fileReasons.noSuchStart;
  if (!isZip(bytes)) return problem('file-not-loom', { file, reason });
  return unzip(bytes, file, (found) => problem('file-damaged', { file, reason: found }), isPart);
}

function decodeNodes(nodes: readonly Placed[], file: string): readonly Placed[] | Problem {
  const checked: Placed[] = [];
  for (const node of nodes) {
    const layer = layerOf(node);
    const attributes = layer ? checkAttributes(layer.attributes, node.attributes) : node.attributes;
    const stray = Object.keys(node.attributes).find((name) => !Object.hasOwn(attributes, name));
    if (isProblem(attributes) || stray !== undefined) {
      const what = fillShown<string>(schemaOwners.nodes ?? '', {
        name: fillShown(schemaPlaces.quoted, { name: node.name }),
      });
      const reason = isProblem(attributes)
        ? fillShown(fileReasons.wrongAttribute, {
            what,
            sentence: describeProblem(attributes).replace(/\.$/, ''),
          })
        : fillShown(fileReasons.noSuchAttribute, { what, attribute: stray ?? '', kind: node.kind });
      return problem('file-damaged', { file, reason });
    }
    checked.push({ ...node, attributes });
  }
  return checked;
}

/** On the canvas, which a file never leaves. */
function within({ x, y }: Position): Position {
  const limited = (place: number) => Math.max(-placeLimit, Math.min(placeLimit, place));
  return { x: limited(x), y: limited(y) };
}

function decodeNumbers<T extends Tensor>(
  from: string,
  files: DocumentFiles,
  ids: ReadonlySet<string>,
  file: string,
  isFit: (tensor: Tensor) => tensor is T,
): Record<string, Readonly<Record<string, T>>> | Problem {
  const damaged = (reason: string): Problem => problem('file-damaged', { file, reason });
  const bytes = files.get(from);
  const tensors = bytes ? decodeSafetensors(bytes, file) : new Map<string, Tensor>();
  if (isProblem(tensors)) return tensors;
  const found: Record<string, Record<string, T>> = {};
  for (const [key, tensor] of tensors) {
    // Ids have no dots, names of parameters may: `out_proj.weight`.
    const [node = '', ...rest] = key.split('.');
    const name = rest.join('.');
    if (!ids.has(node)) return damaged(fillShown(fileReasons.noOwner, { file: from, key }));
    if (!isFit(tensor)) return damaged(fillShown(fileReasons.notFloat, { key, dtype: tensor.dtype }));
    (found[node] ??= {})[name] = tensor;
  }
  return found;
}

function decodeInputs(
  files: DocumentFiles,
  ids: ReadonlySet<string>,
  file: string,
): Record<string, Tensor> | Problem {
  const damaged = (reason: string): Problem => problem('file-damaged', { file, reason });
  const inputs: Record<string, Tensor> = {};
  for (const [name, bytes] of files) {
    const [key, node] = inputFile.exec(name) ?? [];
    if (key === undefined || node === undefined) continue;
    if (!ids.has(node)) return damaged(fillShown(fileReasons.noOwner, { file: fileReasons.it, key }));
    const tensor = decodeNpy(bytes, `${file}, ${key}`);
    if (isProblem(tensor)) return tensor;
    inputs[node] = tensor;
  }
  return inputs;
}
