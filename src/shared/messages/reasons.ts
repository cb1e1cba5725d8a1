/** Why something could not be read, as it stands in the sentence of a problem. */

/** Files and what is in them. */
export const fileReasons = {
  empty: 'it is empty',
  tooLarge: 'it is larger than {limit} bytes',
  cutShort: 'it is cut short',
  cutShortOrChanged: 'it is cut short or changed',
  cutShortOrTooLong: 'it is cut short or too long',
  noSuchStart: 'it does not start as one does',
  notJson: 'it is not JSON',
  isNotJson: '{file} is not JSON',

  // A zip.
  zipCutShort: 'it is a zip without an end, so it is cut short',
  zip64: 'it is a zip of the kind for more than 4 GB or 65,535 files',
  entries: 'it holds {count} files, more than the {limit} allowed',
  entryOutside: 'it holds a file called {name}, which would lie outside it',
  entryTwice: 'it holds two files called {name}',
  entryEncrypted: '{name} in it is encrypted',
  entryMethod: '{name} in it is packed in a way that is not known here ({method})',
  entryChanged: '{name} in it is cut short or changed',

  // JSON.
  jsonTooLarge: '{file} holds {size}, more than the {limit} allowed',
  jsonTooDeep: '{file} has more than {limit} lists and objects within one another',

  // A document.
  holdsNo: 'it holds no {file}',
  noFormat: 'it states no format',
  noRecord: '{file} is no description of a network',
  isMissing: '{what} is missing',
  mustBe: '{what} is {value}, and must be {wanted}',
  noSettings: '{file} holds no settings by name',
  settingOf: 'the {setting} in {file}',
  tooMany: '{what} are {count}, and may be up to {limit}',
  wrongAttribute: '{what} cannot be used: {sentence}',
  noSuchAttribute: '{what} has an attribute {attribute}, which no {kind} has',
  sameGroupId: 'two groups have the id {id}',
  sameNoteId: 'the id {id} stands for a note and for something else',
  emptyGroup: 'the group {name} holds no layer',
  noSuchMember: 'the group {name} holds a layer {id} that is not there',
  sameMember: '{name} is in the group {group} twice',
  crossingGroups: 'the groups {name} and {other} share layers, and neither is within the other',
  sameLayerId: 'two layers have the id {id}',
  sameLayerName: 'two layers are called {name}',
  sameInput: 'two wires lead to the input {port} of {name}',
  noSuchLayer: 'a wire leads from or to a layer {id} that is not there',
  noSuchInput: 'a wire leads to an input {port}, which {name} does not have',
  noSuchOutput: 'a wire leads from an output {port}, which {name} does not have',
  loop: 'its wires form a loop through {name}',
  it: 'it',
  noOwner: '{file} holds {key}, which belongs to no layer',
  notFloat: '{key} is {dtype}, and must be float32',
  noSuchParameter: '{file} holds {key}, and {name} has no such numbers',
  wrongShape: '{file} holds {key} of {shape}, and {name} needs {wanted}',
  noInput: 'it holds numbers for {name}, which is given none',
  wrongInputType: 'the input of “{name}” is of {dtype}, where it takes {wanted}',
  wrongInput: 'it holds {shape} numbers for {name}, which takes {wanted}',
  noRowsOfData: 'the rows of its data are missing',

  // A model.
  damaged: 'it is damaged or of another format',
  unnamedOperator: 'an operator without a name',
  graphTooDeep: 'its graphs lie too deep within one another',
  noGraph: 'it holds no graph',
  noOperators: 'it names no operator set',
  noOutput: 'its graph has no output',
  operatorSet: 'operator set',
  irVersion: 'IR version',
  sparse:
    'the places that its sparse tensor {name} lists are none, or its numbers are of a type or in a file that is not read here',

  // Arrays.
  version: 'version {version} is not known',
  header: 'its header is not understood',
  type: 'values of type {order}{code}{width} are not supported',
  moreValues: 'it holds more values than its shape says',
  noLetters: 'its text has no letters',
  wrongLetters: 'it holds letters that are none',
  tableCutShort: 'its table is cut short',
  tableNotJson: 'its table is not JSON',
  table: 'its table',
  inTable: '{name} {reason}',
  overlaps: '{name} lies where another tensor is',
  noDescription: 'has no description',
  tensorType: 'has a type that is not supported, {code}',
  noShape: 'has no shape or place',
  outside: 'lies outside the file',
  shapeUnfit: 'has a shape that does not fit its values',
} as const;

/** What of a model is in no layer, as it stands in a list. */
export const modelParts = {
  input: 'the input {name}',
  numbers: 'the numbers {name}',
  operator: '{op} {name}',
  notes: 'its notes ({names})',
  description: 'its description',
  training: 'how it is to be trained',
} as const;

/** Rows to learn from. */
export const rowReasons = {
  noTable: 'it is no table with a target in its last column; keep features and targets in one .npz',
  featuresAreText: 'its features are text',
  noRows: 'it has no rows',
  dimensions: 'its rows have more than four dimensions',
  answers: 'it has {rows} rows of features and {answers} answers',
  answersFor: 'there are {rows} rows of features and answers for {answers}',
  noAnswers: 'its targets are empty',
  severalAnswers:
    'it has {each} answers for each row, and a network learns one here: a number, or a class as a one among zeros. Keep one of them',
  rowTooLong: 'one row has more than {limit} numbers',
  noText: 'it is no text',
  openQuote: 'a quote that is opened in row {row} is never closed',
  lineTooLong: 'its first row alone has more than {limit}',
  cellTooLong: 'row {row} has a cell of more than {limit} letters',
  oneColumn: 'it has one column, and needs at least a feature and a target',
  columns: 'row {row} has more than {limit} cells',
  headingAlone: 'it has a heading and no rows',
  ragged: 'row {row} has {cells} cells where the first has {first}',
} as const;

/** A column of a table, and what is said of it in a list of them. */
export const columnReasons = {
  because: '{name} ({reason})',
  empty: 'empty',
  counts: 'it counts the rows',
  words: '{name} (different words: {count}, such as “{word}”)',
  read: '{name} (“{text}” is {value})',
  others: 'and {count} others',
} as const;

/** Lessons: who writes one reads these. */
export const lessonReasons = {
  files: 'a lesson needs lesson.json and lesson.md',
  isNotJson: 'lesson.json is not JSON',
  settings: 'lesson.json: {issues}',
  noText: 'lesson.md has no text under "# {heading}"',
  quiz: 'quiz.json: {reason}',
  noLayer: 'there is no layer called so in "{text}"',
  noLiveValue: '"{what}" is no live value',
  needsEpoch: '"{what}" needs an epoch, from 1',
  hasNo: '{name} has no "{what}"',
  noNumber: '{name} {what} has no number {index}',

  // Its questions.
  notJson: 'it is not JSON',
  noLayerCalled: 'there is no layer called {about}',
  nothingCalled: 'nothing is called "{name}"',
  noClaim: 'no claim holds',
  manyClaims: 'the claims of {count} choices hold',
  notKnown: '"{asked}" is not known here',
  notAClaim: '"{text}" is no claim: {reason}',
  noOperator: '"{operator}" is no operator of a claim',
  noFunction: '"{name}" is no function of a claim',
  claimParts: 'a claim is made of numbers, names, functions and comparisons',
} as const;

/** Why an operator has no gradient here, as it stands after its name. */
export const operatorReasons = {
  stepsWithin: 'its steps are within it, and only steps that are written out have gradients',
} as const;

/** What the runtime will not do. */
export const runtimeReasons = {
  window: 'the runtime lets a window reach past the end by less than a stride',
  slope: 'the runtime stretches x to a larger slope',
  none: 'the runtime gave no reason',
  notThere: 'the file is not there',
} as const;

/** Where in a training step a number is, as it stands in a sentence. */
export const placeMessages = {
  loss: 'the loss',
  output: 'the output of {stage}',
  outputGradient: 'the gradient at the output of {stage}',
  parameter: '{parameter} of {stage}',
  gradient: 'the gradient of {what}',
  update: 'the update of {what}',
} as const;

/** Why the folder of the app's own files cannot be used. */
export const profileReasons = {
  usedElsewhere: 'you use it on the computer {host}; if that is long ago, remove {lock}',
} as const;
