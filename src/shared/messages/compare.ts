/** What is said where two runs are held against each other, in the window and on the command line. */

export const compareProblems = {
  'kept-run-gone':
    'The run to compare with is gone, because the engine was started anew. Keep a run again, or choose again what to compare with.',
  'nothing-in-common':
    'Nothing in {file} has a partner in {other}: no value and no node is called alike, and none is certainly made of the same. Compare two versions of one model.',
  'runs-differ': '{file} and {other} differ. {sentence}.',
} as const;

export const compareMessages = {
  compare: 'Compare',
  menu: 'Compare…',
  with: 'Compare with',
  keptRun: 'The run that was kept',
  anotherFile: 'Another file',
  onProvider: 'The same on {provider}',
  keep: 'Keep this run',
  choose: 'Choose a file…',
  opening: 'Opening {name}',
  tolerance: 'Tolerance',
  absolute: 'Absolute',
  relative: 'Relative',
  toleranceHelp: 'Apart by absolute + relative × the size of the number compared with, at most',
  goToFirst: 'Go to first difference',
  stop: 'Stop comparing',
  stopNow: 'Stop',
  nodes: 'Nodes compared',

  // What is missing, and how far it is.
  notRun: 'Nothing was run yet. Press Run; then this run can be kept, and the next one is compared with it.',
  nothingKept:
    'Keep this run. Then change a weight, an input or anything else: each run after that is compared with it.',
  noFile: 'Choose an ONNX model or a network in a .loom file: it is run on the inputs of this network.',
  stillRunning: 'The network runs…',
  otherRunning: '{name} runs…',
  comparing: 'Comparing: {percent}%',
  cutShort: 'What was compared before that stays.',

  // What it comes to.
  first: 'First difference beyond the tolerance: {name}, {difference}; {agreeing} of {compared} nodes agree.',
  allAgree: 'All {compared} nodes agree within the tolerance.',
  oneAgrees: 'The one node compared agrees within the tolerance.',
  alone: 'Without a partner, so not compared: {nodes}.',
  aloneIn: '{count} in {name}',
  differenceAt: '{size} at [{index}]',
  otherShapes: 'the shapes {one} and {other}',
  otherTypes: 'the types {one} and {other}',
  otherValues: '{one} and {other} at [{index}]',

  // Columns.
  node: 'Node',
  kind: 'Kind',
  shape: 'Shape',
  largestAbsolute: 'Max difference',
  largestRelative: 'Max relative',
  beyond: 'Beyond',

  // Lines.
  same: 'same',
  noNumbers: 'no numbers to compare',
  onlyIn: 'only in {name}',
  notYet: 'not compared yet',
  line: '{node}, {kind}, {shape}: {standing}',
  lineApart: 'at most {absolute} apart, relative {relative}, {beyond} of {count} beyond the tolerance',
  lineUnlike: '{beyond} of {count} are not the same',
  misfitShapes: 'not comparable: {one} and {other}',
  bothNumbers: '{name} is furthest apart at [{index}]: {one} now, {other} {before}.',
  bothSame: '{name} is the same in both.',
  keptBefore: 'in the run that was kept',
  inOther: 'in {name}',

  // On the canvas.
  firstDifference: 'First difference',
  firstDifferenceOf: 'First difference: {difference}',
} as const;
