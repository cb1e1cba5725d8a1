/** What is said of files: those a person opens and saves, and unsaved work that comes back. */

export const fileMessages = {
  unsavedNetwork: 'the unsaved network',
  recovered: 'Your unsaved work from {time} is back.',
  opening: 'Opening {name}',
  setAside: 'It was set aside as {name}.',
  cameFromElsewhere: 'it came from elsewhere',
  recognised: 'Read {name} as {count} layers. Saving writes a Layerloom network; the model stays as it is.',
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
  data: 'Tables and arrays',
} as const;

/** Why a file could not be read or written, by the code of the system. */
export const systemReasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is full',
  EACCES: 'you may not use it',
  EPERM: 'you may not use it',
  EROFS: 'the disk cannot be written to',
  EISDIR: 'it is a folder',
  ENOENT: 'the folder is not there',
  EIO: 'the disk reports an error',
};
