/** What is said of files: those a person opens and saves, and unsaved work that comes back. */

export const fileMessages = {
  unsavedNetwork: 'the unsaved network',
  recovered: 'Your unsaved work from {time} is back.',
  recoveredRun: 'Your unsaved work from {time} is back, trained up to {at}.',
  recovering: 'Bringing back your unsaved work',
  opening: 'Opening {name}',
  setAside: 'It was set aside as {name}.',
  cameFromElsewhere: 'it came from elsewhere',
  noSuchRequest: 'there is no such request',
  recognised: 'Read {name} as {count} layers. Saving writes a Layerloom network; the model stays as it is.',
  'recognised-operators':
    'Read {name} as {count} nodes, {operators} of them operators that are no layers. Saving writes a Layerloom network; the model stays as it is.',
  /** A network that is cut out of another. */
  part: '{title}, part',
  answersHidden:
    'No longer answers of the network, since others are marked as its outputs: {names}. Put an Output behind each that is to be one.',
  inserted: 'Inserted {name}: {count} layers, to the right of what was there. Wire them to it.',
  /** What a file is called where the title is no name for one. */
  nameless: 'network',

  // Before a file is replaced that the system's dialog did not ask about.
  isThere: 'There is a file called “{name}” already.',
  isThereWhy: 'It lies in {folder}. Replacing it loses what is in it.',
  isProtected: '“{name}” is read-only.',
  isProtectedWhy: 'It lies in {folder}. Replacing it loses what is in it; it stays read-only.',
  replace: 'Replace',
  chooseAnother: 'Choose another name',
  cancel: 'Cancel',

  // While it is open, a file was changed by another program.
  changedOnDisk: '{name} was changed by another program. Saving asks before it is replaced.',
  changedOnDiskCalm: '{name} was changed by another program. What is shown here is what it was before.',
  removedOnDisk: '{name} is no longer where it was. Saving puts it there again.',
  replacedOnDisk: 'Where {name} was there is something else now. Save your work under another name.',
  reload: 'Reload',
  savedNumbers: 'Saved {name}.',
  exported: 'Exported {name}: opset {opset}, IR version {version}. It was run and gives the same numbers.',
  exportedAt:
    'Exported {name} with the weights of {moment}: opset {opset}, IR version {version}. It was run and gives the same numbers.',
} as const;

/** Kinds of files, in the dialogs that open and save them. */
export const fileKinds = {
  networks: 'Networks',
  loom: 'Layerloom network',
  onnx: 'ONNX model',
  py: 'PyTorch program',
  onnxtxt: 'ONNX model as text',
  tex: 'LaTeX document',
  npy: 'NumPy array',
  data: 'Tables and arrays',
} as const;
