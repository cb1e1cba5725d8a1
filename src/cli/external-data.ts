/** Weights that lie beside a model: read from the model's own folder and from nowhere else. */
import { dirname, join } from 'node:path';
import { placeBeside } from '#host/beside';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { externalTensors, type ModelProto } from '#shared/onnx/model-file';
import { whatStandsFor } from '#shared/opening/text-files';
import { formatBytes } from '#shared/tensor/number-format';
import { readLimit, readRange, readStart } from './files';
import type { Place } from './protocol';

/** Puts the values into the model, as far as there are any; the runtime then opens no file. */
export function inlineExternalData(model: ModelProto, place: Place): Problem | undefined {
  const file = place.shown;
  let total = 0;
  const looked = new Set<string>();
  for (const external of externalTensors(model)) {
    const { tensor, location, offset, length } = external;
    const data = dataPlace(place, location);
    if (!data) return problem('model-missing-data', { file, tensor, data: location });
    const bytes = readRange(data, offset, length);
    if (isProblem(bytes)) return bytes;
    if (!looked.has(data.path)) {
      looked.add(data.path);
      const start = readStart(data);
      const other = isProblem(start) ? start : whatStandsFor(start);
      if (other) return other;
    }
    if (!bytes) return problem('model-data-cut-short', { file, tensor, data: location });
    total += bytes.length;
    if (total > readLimit) {
      return problem('file-too-large', { file, size: formatBytes(total), limit: formatBytes(readLimit) });
    }
    external.inline(bytes);
  }
  return undefined;
}

function dataPlace({ path, shown }: Place, location: string): Place | undefined {
  const found = placeBeside(path, location);
  return found === undefined ? undefined : { shown: join(dirname(shown), location), path: found };
}
