/** Where networks run: what that is called, and why it is not possible. */
export const providerLabels = {
  cpu: 'CPU',
  cuda: 'CUDA',
  webgpu: 'WebGPU',
  dml: 'DirectML',
  coreml: 'CoreML',
} as const;

/** The sentences of problems. */
export const providerMessages = {
  'provider-fell-back': '{sentence} This runs on the CPU instead.',
  'provider-left-out':
    '{provider} is left out by the policy of this machine. Choose the CPU, or ask whoever looks after it.',
  'provider-not-built': '{provider} is no part of the runtime for this system. Choose the CPU.',
  'provider-library-missing':
    '{provider} needs {library}, a part of onnxruntime that is not installed. docs/gpu.md says how to get it.',
  'provider-needs-library':
    '{provider} needs {library}, which is not found on this machine. docs/gpu.md says what brings it.',
  'provider-no-device':
    '{provider} finds no graphics card that it can use. Install the driver of the card, if there is one.',
  'provider-old-driver': '{provider} needs a newer driver of the graphics card. Update the driver.',
  'provider-passed-over':
    '{provider} starts but leaves the work to the CPU. Update the driver of the graphics card.',
  'provider-wrong':
    '{provider} gives {actual} where {expected} is right. Update the driver of the graphics card.',
  'provider-crashed':
    '{provider} crashed when it was tried. Update the driver of the graphics card and start the app again.',
  'provider-hung':
    '{provider} gave no answer within {seconds} seconds. Update the driver of the graphics card and start the app again.',
  'provider-unfit':
    '{provider} cannot be used. Update the driver of the graphics card. The runtime says: {reason}.',
} as const;
