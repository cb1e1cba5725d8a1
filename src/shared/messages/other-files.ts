/** What a file is that is no network, and what to do about it: the sentences of problems, and what stands in them. */
export const otherFileMessages = {
  'is-lfs-pointer':
    '{file} is a pointer of Git LFS, a note that stands for a file, not the file itself. Type git lfs pull in its folder, then open it again.',
  'is-web-page':
    '{file} is a web page (HTML), not the file itself: what was saved is the page about it, or an error. Download the file that page leads to.',
  'is-zeros':
    '{file} begins with zeros and nothing else, as a file does whose download or copy failed. Download or copy it again.',
  'is-cut-short':
    '{file} is not an ONNX model that can be read: it is cut short, and of {whole} bytes {there} are there. Download or copy it again.',

  // PyTorch: pickles run programs when they are read.
  'is-torch-model':
    "{file} is a PyTorch file (a pickle), which is never unpickled here. If you trust it, type in Python: model = torch.load({source}, weights_only=False) and then torch.onnx.export(model, example_input, 'model.onnx').",
  'is-torch-weights':
    "{file} is a PyTorch file (a pickle) of weights alone, which is never unpickled here. Make the model in Python, then type: model.load_state_dict(torch.load({source})) and torch.onnx.export(model, example_input, 'model.onnx').",
  'is-torch-script':
    "{file} is a PyTorch file (TorchScript), which is never loaded here. If you trust it, type in Python: model = torch.jit.load({source}) and then torch.onnx.export(model, example_input, 'model.onnx', dynamo=False).",
  'is-torch-program':
    "{file} is a PyTorch file (of torch.export), not an ONNX model. Type in Python: model = torch.export.load({source}) and then torch.onnx.export(model, (), 'model.onnx').",
  'is-pickle':
    '{file} is a Python pickle, which can run any program when it is read, so it is never unpickled here. Load it in Python and export the model as ONNX.',
  'is-safetensors':
    "{file} holds weights alone (safetensors), not the model they belong to. Load them into it in Python, then type: torch.onnx.export(model, example_input, 'model.onnx').",

  // Keras and TensorFlow.
  'is-keras':
    "{file} is a Keras model, not an ONNX model. Type in Python: model = keras.models.load_model({source}) and then model.export('model.onnx', format='onnx').",
  'is-hdf5':
    "{file} is an HDF5 file, in which Keras keeps models, not an ONNX model. If it is one, type in Python: model = keras.models.load_model({source}) and then model.export('model.onnx', format='onnx').",
  'is-saved-model':
    '{file} is a TensorFlow model (SavedModel), not an ONNX model. Type in its folder: python -m tf2onnx.convert --saved-model . --output model.onnx and open what that writes.',
  'is-other-model':
    '{file} is a model in another format, {format}, not an ONNX model. Export the model it was made from as ONNX and open that.',

  // ONNX, but not its usual file.
  'is-onnx-text':
    "{file} is an ONNX model written as text. Type in Python: model = onnx.load({source}, format='{format}') and then onnx.save(model, 'model.onnx').",
  'is-onnx-weights':
    '{file} holds the weights of an ONNX model, not the model. Open the .onnx file that lies beside it.',
  'is-onnx-tensor':
    '{file} holds one tensor of ONNX, the values of an input or an output, not a model. Open the .onnx file it came with.',
  'is-onnx-model':
    '{file} is an ONNX model, though its name says that it is a network of this app. Give it a name that ends in .onnx and open it again.',

  'is-packed':
    '{file} is a packed file ({format}). Unpack it, then open the .onnx or .loom file that was in it.',
  'is-numbers':
    '{file} holds {thing}, not a network. Choose it as data in Train, or open an .onnx or .loom file.',
  'is-other-thing': '{file} is {thing}, not an ONNX model. Open an .onnx or .loom file.',
  'is-text':
    '{file} is not an ONNX model: it is text, and begins with “{text}”. Download or export the model again.',
} as const;

/** Formats, as they stand in these sentences. */
export const formatNames = {
  coreMl: 'Core ML',
  executorch: 'ExecuTorch',
  gguf: 'GGUF',
  graphDef: 'a graph of TensorFlow (tf2onnx converts it)',
  openVino: 'OpenVINO',
  ort: 'ORT, which is onnxruntime’s own',
  tensorFlowJs: 'TensorFlow.js',
  tfLite: 'TensorFlow Lite (tf2onnx converts it)',
} as const;

/** Things that are no models, in the same way. */
export const thingNames = {
  array: 'an array of NumPy',
  arrays: 'arrays of NumPy',
  document: 'a PDF document',
  json: 'JSON',
  media: 'a picture, a sound or a film',
  notebook: 'a Jupyter notebook',
  picture: 'a picture',
  table: 'a table',
} as const;
