/** What is wrong with a model or one of its operators: the sentences of problems. */
export const modelMessages = {
  'model-unreadable': '{file} is not an ONNX model: {reason}. Export it again.',
  'model-newer':
    '{file} is of {what} {version}, and this app knows those up to {limit}. Export it again with {what} {limit} or an earlier one.',
  'model-missing-data':
    '{file} keeps the tensor {tensor} in {data}, which is not beside it. Put that file next to the model.',
  'model-data-cut-short':
    '{file} keeps the tensor {tensor} in {data}, which is too short for it. Copy the whole file again.',
  'model-not-loaded':
    'The engine cannot load this model. Mend the model or export it again. The runtime says: {reason}.',
  'model-has-problems': '{file} has {count}, listed on standard output. Mend what they say and check again.',
  'model-failed':
    'The model failed{place}. Check the values given, or export it again. The runtime says: {reason}.',
  'model-input-missing':
    'The model needs a value for its input {input} ({expected}). Give one with --input {input}=FILE.npy.',
  'model-input-unknown': 'The model has no input called {input}. Its inputs are: {inputs}.',
  'model-input-twice': 'The input {input} is given twice. Give it once.',
  'model-input-mismatch':
    'The input {input} should be {expected} but the value given is {actual}. Give one of the right type and shape.',
  'model-input-unsupported':
    'The input {input} has the type {type}, which this engine cannot be given. Change the model to take a tensor of numbers or text.',
  'export-incomplete': 'The network is not complete ({sentence}), so it was not exported. Mend it first.',
  'model-export-differs':
    'The exported model gave {actual} where the network gives {expected}, so it was not kept. Please report this with the network.',

  // Operators that are no layers
  'model-not-run': '{file} does not run, so not all shapes are known. {sentence}.',
  'block-holds-operator':
    '{block} was not kept: {name} in it is an operator of a model, whose numbers no block keeps. Cut it out as a network, or keep a block of layers.',
  'model-not-proven': 'The layers read from {file} could not be held against it. {sentence}.',
  'op-not-raised':
    '{file} computes {value} by {op} of operator set {set}, which cannot be said in a newer set. Export the model in set 17 or later.',
  'op-nameless':
    '{file} computes {value} by an operator called "{op}", which no runtime knows. Export the model again.',
  'torch-unwritten':
    'PyTorch has no words here for {names}. Export ONNX instead, which holds every operator as it is.',
  'op-not-run':
    '{name} has not been run with what comes in now, so what it answers is not known yet. Run the network.',
  'op-numbers-missing': '{name} has lost the numbers of its input {port}. Open the model again.',
  'dtype-misfit':
    '{name} computes in float32, and {types} comes in. Wire something of float32 to it, or a Cast in between.',
} as const;
