/** `loom export MODEL`: the network in the formats other programs read. */
import { compileForward } from '#shared/compile/compile';
import type { Document } from '#shared/document/document';
import { inferShapes } from '#shared/document/infer';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { encodeModelFile } from '#shared/onnx/model-parts';
import { writeFresh } from './files';
import { openModel } from './open-model';
import type { ExportJob } from './protocol';
import { reasonOf } from './sentence';

/** Errors: a problem when the network is not complete or a file cannot be written. */
export function exportModel({ model: place, onnx }: ExportJob): Problem | undefined {
  const opened = openModel(place);
  if (isProblem(opened)) return opened;
  // A model is written whole: with the weights that lay beside it inside.
  const bytes = opened.kind === 'onnx' ? encodeModelFile(opened.model) : encodeDocument(opened.document);
  if (isProblem(bytes)) return bytes;
  try {
    writeFresh(onnx.path, bytes);
    return undefined;
  } catch (error) {
    return problem('output-not-written', { file: onnx.shown, reason: reasonOf(error) });
  }
}

function encodeDocument(document: Document): Uint8Array | Problem {
  const inference = inferShapes(document);
  return inference.problems[0] ?? compileForward(document, inference);
}
