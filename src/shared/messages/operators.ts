/** What is said of operators of opened models that are no layers. */
export const operatorMessages = {
  standard: 'ONNX',
  unknown: '{type} is an ONNX operator. It computes what its model says; no layer here is made of it alone.',
  backward: 'The way back through an operator that is no layer is known where its rule is.',
  int: 'A whole number.',
  float: 'A number.',
  ints: 'Whole numbers, such as 0, 2, 1.',
  floats: 'Numbers, such as 0.5, 1.',
  string: 'A word.',
} as const;
