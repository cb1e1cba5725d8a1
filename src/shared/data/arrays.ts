/** NumPy files to features and targets: .npz with two named arrays, or .npy whose last column is the target. */
import { fillShown } from '../messages/fill';
import { isProblem, problem, type Problem } from '../messages/problem';
import { rowReasons } from '../messages/reasons';
import { decodeNpy } from '../tensor/npy';
import { sizeOf } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import { isZip, unzip } from '../tensor/unzip';
import { rowLimit } from './csv';
import type { ArraysSource } from './source';

/** Numbers in all rows together. */
export const valueLimit = 50_000_000;

const featureNames = ['features', 'x_train', 'train_images', 'train_x', 'images', 'x', 'data', 'inputs'];
const targetNames = [
  'targets',
  'y_train',
  'train_labels',
  'train_y',
  'labels',
  'label',
  'y',
  'target',
  'outputs',
];
const classNames = ['classes', 'class_names', 'target_names', 'label_names'];

/** Errors: a problem naming the file, what is wrong, and the names that would be understood. */
export function decodeArrays(bytes: Uint8Array, file: string): ArraysSource | Problem {
  if (!isZip(bytes)) {
    const tensor = decodeNpy(bytes, file);
    return isProblem(tensor) ? tensor : splitLast(tensor, file);
  }
  const unfolded = unzip(
    bytes,
    file,
    (reason) => problem('data-unreadable', { file, reason }),
    (name) => name.endsWith('.npy'),
  );
  if (isProblem(unfolded)) return unfolded;
  const files = new Map([...unfolded].map(([name, content]) => [name.replace(/\.npy$/, ''), content]));
  const names = [...files.keys()];
  const find = (wanted: readonly string[]): string | undefined =>
    wanted.flatMap((name) => names.filter((found) => found.toLowerCase() === name))[0];
  const features = find(featureNames);
  const targets = find(targetNames);
  if (features === undefined || targets === undefined) return chooseBySize(files, file);
  const classes = find(classNames);
  return pair(files, file, features, targets, classes);
}

/** Two arrays without names that say what they are: the larger holds the features. */
function chooseBySize(files: ReadonlyMap<string, Uint8Array>, file: string): ArraysSource | Problem {
  const bySize = [...files].sort(([, a], [, b]) => b.length - a.length).map(([name]) => name);
  const [features, targets] = bySize;
  if (bySize.length === 1 && features !== undefined) {
    const tensor = decodeNpy(files.get(features) ?? new Uint8Array(), `${file}, ${features}`);
    return isProblem(tensor) ? tensor : splitLast(tensor, file);
  }
  if (bySize.length === 2 && features !== undefined && targets !== undefined)
    return pair(files, file, features, targets);
  return problem('data-arrays-unclear', { file, names: bySize.slice(0, 8).join(', ') || 'none' });
}

function pair(
  files: ReadonlyMap<string, Uint8Array>,
  file: string,
  featuresName: string,
  targetsName: string,
  classesName?: string,
): ArraysSource | Problem {
  const read = (name: string) => decodeNpy(files.get(name) ?? new Uint8Array(), `${file}, ${name}`);
  const features = read(featuresName);
  if (isProblem(features)) return features;
  const targets = read(targetsName);
  if (isProblem(targets)) return targets;
  const classes = classesName === undefined ? undefined : read(classesName);
  const words =
    classes && !isProblem(classes) && classes.dtype === 'string' ? (classes.values as string[]) : undefined;
  return check(features, targets, file, words);
}

/** A table of numbers: its last column is the target. */
function splitLast(tensor: Tensor, file: string): ArraysSource | Problem {
  const [rows = 0, width = 0] = tensor.shape;
  if (tensor.shape.length !== 2 || width < 2) {
    return problem('data-unreadable', {
      file,
      reason: rowReasons.noTable,
    });
  }
  const take = (from: number, to: number): Tensor => {
    const kept = (_: unknown, at: number): boolean => at % width >= from && at % width < to;
    const values = (tensor.values as Float64Array).filter(kept);
    return { dtype: tensor.dtype, shape: [rows, to - from], values };
  };
  return check(take(0, width - 1), take(width - 1, width), file);
}

function check(
  features: Tensor,
  targets: Tensor,
  file: string,
  classes?: readonly string[],
): ArraysSource | Problem {
  const refuse = (reason: string): Problem => problem('data-unreadable', { file, reason });
  const [rows = 0, ...row] = features.shape;
  if (features.dtype === 'string') return refuse(rowReasons.featuresAreText);
  if (rows === 0 || sizeOf(row) === 0) return refuse(rowReasons.noRows);
  if (features.shape.length > 5) return refuse(rowReasons.dimensions);
  if (targets.shape[0] !== rows) {
    return refuse(fillShown(rowReasons.answers, { rows, answers: targets.shape[0] ?? 0 }));
  }
  const kept = Math.min(rows, rowLimit, Math.floor(valueLimit / sizeOf(row)));
  if (kept === 0) return refuse(fillShown(rowReasons.rowTooLong, { limit: valueLimit }));
  return {
    kind: 'arrays',
    name: file,
    features: firstRows(features, kept),
    targets: firstRows(targets, kept),
    ...(classes && { classes }),
    ...(kept < rows && { rowsLeft: rows - kept }),
  };
}

function firstRows(tensor: Tensor, rows: number): Tensor {
  if (tensor.shape[0] === rows) return tensor;
  const shape = [rows, ...tensor.shape.slice(1)];
  return { ...tensor, shape, values: tensor.values.slice(0, sizeOf(shape)) };
}
