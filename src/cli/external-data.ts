/** Weights that lie beside a model: read from the model's own folder and from nowhere else. */
import { realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { systemCode } from '#host/system-error';
import { isProblem, problem, type Problem } from '#shared/messages/problem';
import { externalTensors, type ModelProto } from '#shared/onnx/model-file';
import { formatBytes } from '#shared/tensor/number-format';
import { readLimit, readRange } from './files';
import type { Place } from './protocol';

/** Puts the values into the model, as far as there are any; the runtime then opens no file. */
export function inlineExternalData(model: ModelProto, place: Place): Problem | undefined {
  const file = place.shown;
  let total = 0;
  for (const external of externalTensors(model)) {
    const { tensor, location, offset, length } = external;
    const data = dataPlace(place, location);
    if (!data) return problem('model-missing-data', { file, tensor, data: location });
    const bytes = readRange(data, offset, length);
    if (isProblem(bytes)) return bytes;
    if (!bytes) return problem('model-data-cut-short', { file, tensor, data: location });
    total += bytes.length;
    if (total > readLimit) {
      return problem('file-too-large', { file, size: formatBytes(total), limit: formatBytes(readLimit) });
    }
    external.inline(bytes);
  }
  return undefined;
}

/** Undefined when the file is missing or lies outside the model's folder, be it by way of a link. */
function dataPlace(place: Place, location: string): Place | undefined {
  const steps = location.split(/[\\/]/);
  if (location === '' || isAbsolute(location) || steps.includes('..')) return undefined;
  try {
    const folder = realpathSync(dirname(place.path));
    const path = realpathSync(join(folder, location));
    const inside = relative(folder, path);
    const isOutside = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
    return isOutside ? undefined : { shown: join(dirname(place.shown), location), path };
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return undefined;
  }
}
