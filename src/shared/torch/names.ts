/** Legal Python names, made from names that people and files give. */

const keywords = [
  ...['and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del', 'elif', 'else'],
  ...['except', 'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal', 'not'],
  ...['or', 'pass', 'raise', 'return', 'try', 'while', 'with', 'yield', 'False', 'None', 'True'],
];

/** What a module of PyTorch 1.13 to 2.8 has already: taking one of these would break it. */
const moduleAttributes = [
  ...['add_module', 'apply', 'bfloat16', 'buffers', 'call_super_init', 'children', 'compile', 'cpu', 'cuda'],
  ...['double', 'dump_patches', 'eval', 'extra_repr', 'float', 'forward', 'get_buffer', 'get_extra_state'],
  ...['get_parameter', 'get_submodule', 'half', 'ipu', 'load_state_dict', 'modules', 'mtia', 'named_buffers'],
  ...['named_children', 'named_modules', 'named_parameters', 'parameters', 'register_backward_hook'],
  ...['register_buffer', 'register_forward_hook', 'register_forward_pre_hook', 'register_full_backward_hook'],
  ...['register_full_backward_pre_hook', 'register_load_state_dict_post_hook', 'register_module'],
  ...['register_load_state_dict_pre_hook', 'register_parameter', 'register_state_dict_post_hook'],
  ...['register_state_dict_pre_hook', 'requires_grad_', 'set_extra_state', 'set_submodule', 'share_memory'],
  ...['state_dict', 'to', 'to_empty', 'train', 'training', 'type', 'xpu', 'zero_grad'],
];

const attributesTaken: ReadonlySet<string> = new Set([...keywords, ...moduleAttributes]);

/** What a program calls its own things, and what it uses of Python's: nothing of a network may take its place. */
const programNames = [
  ...['DataLoader', 'DistributedDataParallel', 'DistributedSampler', 'Path', 'TensorDataset', 'ValueError'],
  ...['WEIGHTS', 'bytearray', 'csv', 'float', 'int', 'json', 'len', 'load_weights', 'network', 'nn'],
  ...['open', 'os', 'print', 'range', 'read_rows', 'self', 'set', 'sorted', 'struct', 'sum', 'super'],
  ...['sys', 'torch', 'train'],
];

const namesTaken = [...keywords, ...programNames];
/** `x` carries the value from line to line. */
const variablesTaken: ReadonlySet<string> = new Set([...namesTaken, 'x', 'scores']);
const classesTaken: ReadonlySet<string> = new Set(namesTaken);

/** Under which `self` keeps a layer. No identifier of a document is a taken name with an underscore, so names stay unique. */
export function attributeName(identifier: string): string {
  return attributesTaken.has(identifier) ? `${identifier}_` : identifier;
}

export function variableName(identifier: string): string {
  return variablesTaken.has(identifier) ? `${identifier}_` : identifier;
}

/** `Forward pass, 2nd try` becomes `ForwardPass2ndTry`. */
export function className(title: string): string {
  const words = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean);
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const legal = /^[A-Za-z]/.test(name) ? name : `Network${name}`;
  return classesTaken.has(legal) ? `${legal}Network` : legal;
}
