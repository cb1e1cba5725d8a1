/** A model from a file as a document: run once for what its values are, and then looked for layers in. */
import type { Document } from '../document/document';
import { inferShapes } from '../document/infer';
import { arrange } from '../layout/arrange';
import { withBlocks } from '../layout/blocks';
import { isProblem, problem, describeProblem, type Problem } from '../messages/problem';
import { contentsOf, type ModelProto } from '../onnx/model-file';
import { lentModel } from '../onnx/lent';
import { inOrder } from '../onnx/in-order';
import { raiseModel } from '../onnx/raise';
import { writtenOut } from '../onnx/written-out';
import type { Tensor } from '../tensor/tensor';
import { firstRun, type FirstRun } from './first-run';
import { notesOn } from './left-out';
import { frozenSizes, sizesFrozen, withFixedSizes } from './open-sizes';
import { atOtherSizes } from './other-sizes';
import { beginProof, differingIn, isRefusal, isRun, type RecordRun } from './proof';
import { faultOf, recognise, undamaged, type Recognised } from './recognise';
import type { Parting, Recognising } from './recognising';
import type { ModelRecord } from './record';

export type { RecordRun } from './proof';

export interface OpenedDocument {
  readonly document: Document;
  /** What is left out of it, or was not found out. */
  readonly notes: readonly Problem[];
  /** Numbers of it that the engine was fed to prove it, by their labels. */
  readonly fed: ReadonlyMap<string, Tensor>;
}

/** Layers that turn out to answer something else are looked for this often; then all is as the file has it. */
const proofs = 3;

/** What turns out to be another network at other sizes is looked for this often; then it is one of the sizes it was run with. */
const looks = 6;

/** What one run found of the file. */
interface Ran {
  readonly model: ModelProto;
  readonly file: string;
  readonly feeds: ReadonlyMap<string, Tensor> | Problem;
  readonly record: ModelRecord | undefined;
  /** Why it did not run. */
  readonly failed: Problem | undefined;
  readonly run: RecordRun;
  readonly report: Recognising['report'];
}

/**
 * Sizes that the file leaves open are proposed. A layer is in the document only where it answers what the file does, there
 * and at other sizes, or a note says that this could not be looked at.
 * Errors: what keeps it from being a document.
 */
export async function openAsDocument(
  stated: ModelProto,
  file: string,
  run: RecordRun,
  report?: Recognising['report'],
): Promise<OpenedDocument | Problem> {
  const given = undamaged(file, () => inOrder(stated));
  if (isProblem(given)) return given;
  // Sizes that no tensor has are told before anything is run.
  const fault = faultOf(given, file);
  if (fault) return fault;
  const ran = await firstRun(given, file, run);
  if (isProblem(ran)) return ran;
  const { feeds, found, model, notes: tried } = await lookedInto(ran, run);
  const failed = isProblem(found) ? found : found.failed;
  const record = isProblem(found) ? undefined : found.values;
  const stuck = raiseModel(model, file, record);
  if (stuck) return stuck;
  const looked = { model, file, feeds, record, failed, run, report };
  const first = await proved(looked);
  if (isProblem(first)) return first;
  const { recognised, notes, fed } =
    first.notes.length > 0 ? withoutProof(first, looked) : await forAnySize(first, looked);
  const inference = inferShapes(recognised.document);
  const blocks = withBlocks(recognised.document, recognised.paths, inference);
  const document = arrange(blocks, inference, report);
  return { document, notes: [...tried, ...notes, ...notesOn(model, file)], fed };
}

interface Proved {
  readonly recognised: Recognised;
  /** What could not be looked at. */
  readonly notes: readonly Problem[];
  readonly fed: ReadonlyMap<string, Tensor>;
}

/** At the sizes that it was run with. Errors: what keeps it from being a document. */
async function proved(
  { model, file, feeds, record, failed, run, report }: Ran,
  parting?: Parting,
): Promise<Proved | Problem> {
  const asFile = new Set<string>();
  for (let proof = 0; ; proof++) {
    // What layers are held against is let go after each look. A model that was raised has operators that were not run.
    const isHeld = isProblem(feeds) || failed || (proof === 0 && !parting);
    const again = isHeld ? undefined : await beginProof(model, feeds, run);
    const known = again && isRun(again) ? again.values : record;
    const recognised = recognise(model, file, { record: known, asFile, parting, ...(report && { report }) });
    if (isProblem(recognised)) return recognised;
    const { document, layers } = recognised;
    const proven =
      failed || isProblem(feeds) ? failed : await differingIn(document, layers, model, feeds, run);
    const differing = isProblem(proven)
      ? isRefusal(proven)
        ? [...layers.values()]
        : []
      : (proven?.values ?? []);
    if (isProblem(feeds) || differing.length === 0) {
      const notes = failed ? [notRun(failed, file)] : isProblem(proven) ? [notProven(proven, file)] : [];
      const fed = isProblem(proven) ? undefined : proven?.fed;
      return { recognised, notes, fed: fed ?? new Map() };
    }
    const { size } = asFile;
    for (const value of proof < proofs ? differing : layers.values()) asFile.add(value);
    if (asFile.size === size)
      throw new TypeError('every layer was left to the file, and some are still held');
  }
}

function withoutProof({ recognised, notes, fed }: Proved, { model, file }: Ran): Proved {
  const frozen = frozenSizes(model, file);
  return { recognised, notes: frozen ? [...notes, frozen] : notes, fed };
}

/** Where something parts at other sizes it is left to the file; where that does not mend it, the sizes are fixed. */
async function forAnySize(first: Proved, ran: Ran): Promise<Proved> {
  const { model, file, record, run } = ran;
  let latest = first;
  let parting: Parting | undefined;
  for (let look = 0; look < looks; look++) {
    const other = await atOtherSizes(latest.recognised, model, record, run, parting);
    if (other.found === 'same') return latest;
    if (other.found === 'unknown') return withoutProof(latest, ran);
    if (!other.isMore) break;
    ({ parting } = other);
    const next = await proved(ran, parting);
    if (isProblem(next) || next.notes.length > 0) break;
    latest = next;
  }
  const { recognised, fed } = first;
  const document = withFixedSizes(recognised.document);
  return { recognised: { ...recognised, document }, notes: [sizesFrozen(recognised.document, file)], fed };
}

/** Functions of its own are written out where the model answers the same then. */
async function lookedInto(first: FirstRun, run: RecordRun): Promise<FirstRun> {
  const { model, feeds, found } = first;
  const { outputs } = contentsOf(model);
  const isKnown = isRun(found) && outputs.every((name) => found.values.get(name)?.shape);
  const written = isKnown ? writtenOut(model) : undefined;
  if (isProblem(feeds) || !written) return first;
  const against = new Map(outputs.map((name) => [name, name]));
  const proven = await run(lentModel(written), feeds, { against, weights: new Map() });
  const isSame = proven.ok && !proven.value.failed && proven.value.differing?.length === 0;
  const whole = isSame ? written : model;
  // What layers are held against is let go after each look.
  return { ...first, found: await beginProof(whole, feeds, run), model: whole };
}

function notRun(found: Problem, file: string): Problem {
  return problem('model-not-run', { file, sentence: describeProblem(found).replace(/\.$/, '') });
}

function notProven(found: Problem, file: string): Problem {
  return problem('model-not-proven', { file, sentence: describeProblem(found).replace(/\.$/, '') });
}
