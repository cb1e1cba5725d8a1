/** What is said around a network that is written out. */
import { fill } from './fill';

/** What a network can be written as, by the name the app knows it by. */
export const writingNames = { PyTorch: 'PyTorch', ONNX: 'ONNX', Equations: 'Equations' } as const;

const codeMessages = {
  empty: 'There is nothing to write yet. Open Build and drag a layer onto the canvas.',
  torch: 'A program that runs in PyTorch. Click a line and its layer lights up, and the other way round.',
  onnx: 'The exported model, as text. Long tensors are cut short here; Copy and Save write every number.',
  'onnx-large':
    'The exported model, as text. Its {count} numbers are too many to write out: they stay cut short. File › Export ONNX… writes all of them.',
  equations:
    'One equation a layer: x goes in, ŷ comes out, h is handed on from layer to layer. The letters of a layer’s weights stand beside its name.',
  unwritten: '{sum}, which PyTorch has no words for here',
  incomplete: 'What is not complete says what is missing, on a line of its own.',
  copied: 'Copied {name}: {count} lines.',
  'copied-cut': 'Copied {name}: {count} lines, long tensors cut short.',
  saved: 'Saved {name}.',
  'saved-cut': 'Saved {name}, long tensors cut short.',
  blank: 'Blank line',
  code: 'Code',
  'written-as': 'Written as',
  copy: 'Copy',
  save: 'Save…',
  'weights-left-out':
    'PyTorch draws these {count} weights afresh: the loom command writes the network’s own beside the program.',
} as const;
export type CodeMessage = keyof typeof codeMessages;

export function describeCode(
  code: CodeMessage,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return fill<string>(codeMessages[code], values);
}
