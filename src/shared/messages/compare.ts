/** What is said where two runs are held against each other, in the window and on the command line. */

export const compareProblems = {
  'kept-run-gone':
    'The run to compare with is gone, because the engine was started anew. Keep a run again, or choose again what to compare with.',
  'nothing-in-common':
    'Nothing in {file} has a partner in {other}: no value and no node is called alike, and none is certainly made of the same. Compare two versions of one model.',
  'nothing-to-compare':
    'No number of {file} and {other} was compared: what has a partner is no tensor, or of a type that cannot be read here. That says neither that they agree nor that they differ.',
  'runs-differ': '{file} and {other} differ. {sentence}.',
} as const;

export const compareMessages = {
  compare: 'Compare',
  menu: 'Compare…',
  menuKeys: 'Ctrl Shift D',
  with: 'Compare with',
  keptRun: 'A run that is kept',
  onProvider: 'The same on {provider}',
  anotherFile: 'Another file',
  keep: 'Keep this run',
  chooseFile: 'Choose a file…',
  absolute: 'Absolute tolerance',
  relative: 'Relative tolerance',
  toleranceHelp: 'Numbers agree that are apart by absolute + relative × the size of the other one at most.',
  goToFirst: 'Go to first difference',
  stop: 'Stop comparing',

  // What is missing, and how far it is.
  notRun: 'Nothing was run yet: press Run.',
  nothingKept:
    'Keep this run, then change a weight, an input or anything else: each run after that is held against it.',
  noFile: 'Choose an ONNX model or a .loom file: it is run on what goes in here.',
  otherRuns: 'What this is compared with runs…',
  comparing: 'Comparing: {percent}%',

  // What it comes to.
  first: 'First difference beyond the tolerance: {name}, {difference}; {agreeing} of {compared} nodes agree.',
  allAgree: 'All {compared} nodes agree within the tolerance.',
  agreeSoFar: '{compared} nodes agree within the tolerance so far.',
  noneAgrees: 'No number of either was compared.',
  oneAgrees: 'The one node compared agrees within the tolerance.',
  waiting: 'Not compared yet: {waiting}.',
  unread: 'Without numbers that can be read, so not compared: {unread}.',
  alone: 'Without a partner, so not compared: {nodes}.',
  aloneIn: '{count} in {name}',
  here: 'this network',
  keptNetwork: 'the run that is kept',
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
  nodes: 'Nodes compared',
  beyondOf: '{beyond} of {count}',
  line: '{node}, {kind}, {standing}',
  lineApart: '{shape}, max difference {absolute}, max relative {relative}, {beyond} beyond the tolerance',
  onlyIn: 'only in {name}',
  noNumbers: 'no numbers to compare',
  notYet: 'not compared yet',
  misfit: 'not comparable: {one} and {other}',
  furthest: '{name} is furthest apart at [{index}]: {one} here, {other} in {side}.',
  allSame: '{name} is the same in both.',

  // On the canvas.
  firstDifference: 'First difference',
  firstDifferenceOf: 'First difference: {difference}',
} as const;
