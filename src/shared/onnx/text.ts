/** Graph to ONNX's textual syntax. Source: https://github.com/onnx/onnx/blob/main/docs/Syntax.md */
import { formatExact } from '../tensor/number-format';
import { isFloat, numberAt, type Dtype, type Tensor } from '../tensor/tensor';
import { irVersion, opset, type Graph, type OpAttribute, type OpNode, type ValueInfo } from './graph';

export interface TextLine {
  readonly text: string;
  /** The value it defines, where it defines one. */
  readonly value?: string;
}

/** The whole model. With a limit, tensors of more numbers are cut short: to be read, not parsed. */
export function modelText(graph: Graph, limit = Infinity): TextLine[] {
  return [
    { text: '<' },
    { text: `  ir_version: ${irVersion},` },
    { text: `  opset_import: ["" : ${opset}]` },
    { text: '>' },
    ...graphText(graph, limit),
  ];
}

function graphText(graph: Graph, limit: number): TextLine[] {
  const initializers = [...graph.initializers].map(([name, tensor]) => ({
    text: `${typeName(tensor.dtype, tensor.shape)} ${quoted(name)} = {${formatTensor(tensor, limit)}}`,
    value: name,
  }));
  return [
    { text: `${quoted(graph.name)} (` },
    ...listed(graph.inputs.map(describeValue)),
    { text: ') => (' },
    ...listed(graph.outputs.map(describeValue)),
    { text: ')' },
    ...(initializers.length > 0 ? [{ text: '<' }, ...listed(initializers), { text: '>' }] : []),
    { text: '{' },
    ...graph.nodes.map((node) => ({ text: `  ${formatNode(node)}`, value: node.outputs[0] ?? '' })),
    { text: '}' },
  ];
}

function listed(lines: readonly TextLine[]): TextLine[] {
  return lines.map(({ text, ...line }, at) => ({
    ...line,
    text: `  ${text}${at < lines.length - 1 ? ',' : ''}`,
  }));
}

function describeValue({ name, dtype, shape }: ValueInfo): TextLine {
  return { text: `${dtype ? `${typeName(dtype, shape)} ` : ''}${quoted(name)}`, value: name };
}

function formatNode({ type, domain, inputs, outputs, attributes }: OpNode): string {
  const stated = Object.entries(attributes).map(([name, value]) => `${name} = ${formatAttribute(value)}`);
  const list = stated.length > 0 ? ` <${stated.join(', ')}>` : '';
  const name = domain ? `${domain}.${type}` : type;
  return `${outputs.map(quoted).join(', ')} = ${name}${list} (${inputs.map(quoted).join(', ')})`;
}

function formatAttribute(value: OpAttribute): string {
  if ('int' in value) return String(value.int);
  if ('float' in value) return formatFloat(Math.fround(value.float));
  if ('ints' in value) return `[${value.ints.join(', ')}]`;
  if ('text' in value) return `"${withoutQuotes(value.text)}"`;
  if ('floats' in value) return `[${value.floats.map((each) => formatFloat(Math.fround(each))).join(', ')}]`;
  if ('held' in value) return '…';
  if ('texts' in value) return `[${value.texts.map((text) => `"${withoutQuotes(text)}"`).join(', ')}]`;
  if ('tensor' in value) {
    const { tensor } = value;
    return `${typeName(tensor.dtype, tensor.shape)} {${formatTensor(tensor, Infinity)}}`;
  }
  return graphText(value.graph, Infinity)
    .map(({ text }) => text.trim())
    .join(' ');
}

function formatTensor(tensor: Tensor, limit: number): string {
  const { length } = tensor.values;
  const shown = Array.from({ length: Math.min(length, limit) }, (_, at) => {
    if (isFloat(tensor)) return formatFloat(numberAt(tensor, at));
    return String(tensor.values[at]);
  });
  return shown.join(', ') + (length > limit ? `, … ${length - limit} more` : '');
}

/** Only a point or an exponent makes it a float. */
function formatFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const text = formatExact(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Types are written as in C, where those of a tensor in memory are NumPy's. */
function typeName(dtype: Dtype, shape: ValueInfo['shape']): string {
  const name = dtype === 'float32' ? 'float' : dtype === 'float64' ? 'double' : dtype;
  if (!shape) return `${name}[]`;
  return shape.length === 0 ? name : `${name}[${shape.join(',')}]`;
}

/** Plain names as they are, others in quotes, which the syntax has no way to escape. */
function quoted(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : `"${withoutQuotes(name)}"`;
}

function withoutQuotes(text: string): string {
  return text.replace(/["\p{Cc}]/gu, ' ');
}
