/** Pickles, which are never unpickled, since that can run any program: those of PyTorch, and others. */
import { problem, type Problem } from '../messages/problem';
import type { FileStart } from './file-start';

/** The number that files of PyTorch before 1.6 begin with, as a pickle of its own. */
const oldTorch = '\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019.';
/** What a pickle of protocol 2, which PyTorch writes, begins with; and how it begins where all it is is named tensors. */
const torchPickle = /\u0080\u0002(?!\u008a\n|M|\}q\u0000\(X\u0010)/;
const named = /^(ccollections\nOrderedDict\n|\})/;
const anyPickle = /^\u0080[\u0002-\u0005]/;

/** Whether PyTorch's files are called so. */
export function isTorchName(name: string): boolean {
  return /\.(pt|pth|ckpt|pt2|ptl|mar)$/i.test(name);
}

/** `text` is the first bytes, a letter each. */
export function whatPickleIs(start: FileStart, text: string): Problem | undefined {
  if (text.startsWith(oldTorch) || isOldestTorch(text)) return torchProblem(start, text);
  if (!anyPickle.test(text)) return undefined;
  if (isTorchName(start.name)) return torchProblem(start, text);
  return problem('is-pickle', { file: start.file });
}

/** How to make an ONNX model of what PyTorch wrote. */
export function torchProblem({ file, name }: Pick<FileStart, 'file' | 'name'>, text: string): Problem {
  const told = { file, source: inPython(name) };
  const begins = torchPickle.exec(text);
  const pickled = begins ? text.slice(begins.index + 2) : '';
  if (pickled.startsWith('c__torch__')) return problem('is-torch-script', told);
  return problem(named.test(pickled) ? 'is-torch-weights' : 'is-torch-model', told);
}

/** The name of a file as it is written in Python. */
export function inPython(name: string): string {
  return `'${name.replace(/[\\']/g, '\\$&')}'`;
}

/** A tar of these files. */
function isOldestTorch(text: string): boolean {
  return text.startsWith('ustar', 257) && /^(\.\/)?(sys_info|pickle|storages|tensors)\0/.test(text);
}
