/** `loom export MODEL`: the network in the formats other programs read. */
import { basename, dirname, extname, relative, sep } from 'node:path';
import { compileForward } from '#shared/compile/compile';
import { lookAtOtherSizes } from '#shared/compile/record';
import { verifyExport } from '#shared/compile/verify';
import type { Reply } from '#shared/contract/engine';
import type { Document } from '#shared/document/document';
import { zipDocument } from '#shared/document/file-format';
import { inferShapes, type Inference } from '#shared/document/infer';
import { parameterOf } from '#shared/document/values';
import { isProblem, type Problem } from '#shared/messages/problem';
import { lessonFiles } from '#shared/lesson/lesson';
import { encodeModelFile } from '#shared/onnx/model-bytes';
import { encodeSafetensors } from '#shared/tensor/safetensors';
import type { Tensor } from '#shared/tensor/tensor';
import { stateNames } from '#shared/torch/network';
import { torchScript } from '#shared/torch/script';
import { unwrittenIn } from '#shared/torch/unwritten';
import { createEngine, recordRun } from './engine-host';
import { writeOutput } from './files';
import { openLayers, openModel, type OpenedModel } from './open-model';
import type { ExportJob, Place, Teller } from './protocol';
import { trainingLoopOf } from './training-loop';

/** Errors: a problem when the network is not complete or a file cannot be written. */
export async function exportModel(job: ExportJob, tell: Teller): Promise<Problem | undefined> {
  // A model is written as it is: with the weights that lay beside it inside. For all else its layers are wanted.
  const opened = job.loom || job.torch || job.weights ? await openLayers(job.model) : openModel(job.model);
  if (isProblem(opened)) return opened;
  for (const note of opened.notes) tell.note(note);
  const looks =
    opened.kind === 'document' && job.onnx ? await lookAtOtherSizes(opened.document, recordRun) : [];
  const files =
    opened.kind === 'document'
      ? filesOf(opened, job, looks)
      : [{ place: job.onnx, content: () => encodeModelFile(opened.model) }];
  if (isProblem(files)) return files;
  const fault = opened.kind === 'document' && job.onnx && (await verify(opened.document, looks));
  if (fault) return fault;
  for (const { place, content } of files) {
    const failure = place && (await writeOutput(place, content()));
    if (failure) return failure;
  }
  return undefined;
}

/** As the window does before it writes. Errors: an answer that differs, or why the model does not run. */
async function verify(document: Document, looks: readonly Inference[]): Promise<Problem | undefined> {
  const inference = inferShapes(document);
  const engine = await createEngine();
  return verifyExport(
    async (model, feeds) => {
      const reply = await engine.answer({ kind: 'run', model, feeds: new Map(feeds) });
      return reply as Reply<ReadonlyMap<string, Tensor>>;
    },
    compileForward(document, inference, looks),
    document,
    inference,
  );
}

interface File {
  readonly place: Place | undefined;
  readonly content: () => Uint8Array | string;
}

function filesOf(
  { document, files }: Extract<OpenedModel, { kind: 'document' }>,
  { loom, onnx, torch, weights }: ExportJob,
  looks: readonly Inference[],
): readonly File[] | Problem {
  const inference = inferShapes(document);
  const [found] = inference.problems;
  const whole = { place: loom, content: () => zipDocument(document, lessonFiles(files)) };
  // A network that is half built can be kept, and nothing else.
  if (found) return onnx || torch || weights ? found : [whole];
  const unwritten = torch && unwrittenIn(inference);
  if (unwritten) return unwritten;
  return [
    whole,
    { place: onnx, content: () => compileForward(document, inference, looks) },
    {
      place: torch,
      content: () =>
        torchScript(document, inference, {
          weights: torch ? weightsBeside(torch.path, weights?.path) : '',
          training: trainingLoopOf(document, inference),
        }),
    },
    { place: weights, content: () => encodeSafetensors(stateOf(document, inference)) },
  ];
}

/** As the program finds them, wherever both are moved together; without a file, one of the program's own name. */
function weightsBeside(program: string, weights: string | undefined): string {
  if (weights === undefined) return `${basename(program, extname(program))}.safetensors`;
  return relative(dirname(program), weights).split(sep).join('/');
}

/** By the names PyTorch gives them. */
function stateOf(document: Document, inference: Inference): ReadonlyMap<string, Tensor> {
  const state = new Map<string, Tensor>();
  for (const { node, name, spec } of stateNames(inference))
    state.set(name, parameterOf(document, node, spec));
  return state;
}
