/** What a file of a network may say, in words: what its fields are called and what each must be. */

/** As they stand after "must be". */
export const schemaWants = {
  kept: 'words that stand for parts of a model file',
  id: 'up to 80 letters of a to z, digits, - and _',
  text: 'a text of 1 to 200 letters',
  port: 'the name of a port, such as x',
  flag: 'true or false',
  place: 'a number from -1,000,000 to 1,000,000',
  extent: 'a number from 60 to 4,000',
  noteText: 'a text of up to 10,000 letters',
  colour: 'yellow, green, blue, violet, rose or grey',
  seed: 'a whole number',
  attribute: 'a number, a text, true, false, null or a list of up to 1,000 numbers',
  attributes: 'up to 100 named values',
  record: 'a group of named values',
  list: 'a list',
  number: 'a number from {min} to {max}',
  wholeNumber: 'a whole number from {min} to {max}',
  oneOf: 'one of {options}',
  kind: 'a name such as CrossEntropyLoss or SGD',
  classWeights: 'a list of numbers above 0, up to 1,000,000',
  frozen: 'lists of names of parameters, by layer',
  anyText: 'a text',
  anyTexts: 'a list of texts',
  anyNumber: 'a number',
  setting: 'a value that this version takes',
} as const;

/** Of which there may be so many and no more. */
export const schemaCounts: Readonly<Record<string, string>> = {
  nodes: 'layers',
  edges: 'wires',
  groups: 'groups',
  notes: 'notes',
};

/** Whose field it is, by the list it stands in. */
export const schemaOwners: Readonly<Record<string, string>> = {
  nodes: 'layer {name}',
  edges: 'wire {name}',
  groups: 'group {name}',
  notes: 'note {name}',
  training: 'its training settings',
  data: 'its rows to learn from',
};

export const schemaPlaces = {
  list: 'its list of {things}',
  field: 'the {field} of {owner}',
  attribute: 'the attribute {field} of {owner}',
  quoted: '"{name}"',
  numbered: '{at}',
} as const;

/** How values that are no text and no number are called. */
export const schemaValues = {
  list: 'a list',
  object: 'a group of values',
  long: 'a text of {count} letters',
} as const;
