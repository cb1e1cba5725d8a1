/**
 * LSTM, GRU and RNN with the weights PyTorch keeps for them, where they mean what its layers mean.
 * Source: https://onnx.ai/onnx/operators/onnx__LSTM.html (and GRU, RNN)
 */
import { areShapesEqual, sizeOf } from '../../tensor/shape';
import { floatTensor, isFloat, type Tensor } from '../../tensor/tensor';
import type { OpNode } from '../../onnx/graph';
import { intOf, textOf, textsOf } from '../define';
import { emitRecurrence, recurrences, type RecurrentType } from '../recurrence';
import type { PlainRule } from './define';

const functions: Readonly<Record<RecurrentType, readonly (readonly string[])[]>> = {
  RNN: [['Tanh'], ['Relu']],
  LSTM: [['Sigmoid', 'Tanh', 'Tanh']],
  GRU: [['Sigmoid', 'Tanh']],
};
const known = new Set('hidden_size direction activations layout input_forget linear_before_reset'.split(' '));

export const recurrent =
  (type: RecurrentType): PlainRule =>
  (node, context) => {
    const [x = '', w = '', r = '', b = '', lengths = '', ...rest] = node.inputs;
    const { gates, states } = recurrences[type];
    const [starts, peepholes] = [rest.slice(0, states), rest.slice(states)];
    const [given] = context.inputs;
    const use = useOf(type, node);
    if (!use || given?.shape.length !== 3 || lengths !== '' || peepholes.some((name) => name !== ''))
      return undefined;
    const { hidden, count } = use;
    const features = given.shape[2] ?? 0;
    const rows = gates.length * hidden;
    const fits = (name: string, ...shape: readonly number[]) => {
      const tensor = context.tensor(name);
      return tensor && isFloat(tensor) && areShapesEqual(tensor.shape, [count, ...shape])
        ? tensor
        : undefined;
    };
    const [weight, heard, bias] = [fits(w, rows, features), fits(r, rows, hidden), fits(b, 2 * rows)];
    if (!weight || !heard || (b !== '' && !bias)) return undefined;
    const zeros = starts.every((name) => name === '' || isZero(context.tensor(name)));
    if (!zeros && (starts.length < states || starts.includes(''))) return undefined;
    const directions = Array.from({ length: count }, (_, direction) => {
      const cut = (name: string, tensor: Tensor<'float32'>, how: string, part = 0) =>
        context.derived(name, direction === 0 ? how : `${how} reverse`, () =>
          inPyTorchsOrder(tensor, gates, tensor.shape.length === 3 ? 1 : 2, direction, part),
        );
      return {
        weight_ih: cut(w, weight, 'weight_ih'),
        weight_hh: cut(r, heard, 'weight_hh'),
        bias_ih: bias && cut(b, bias, 'bias_ih'),
        bias_hh: bias && cut(b, bias, 'bias_hh', 1),
      };
    });
    const { isRelu } = use;
    return emitRecurrence(context.builder, {
      ...{ type, x, features, hidden, directions, isRelu },
      starts: zeros ? [] : starts,
    });
  };

/** Undefined where it means something else. */
function useOf(
  type: RecurrentType,
  { attributes }: OpNode,
): { readonly hidden: number; readonly count: number; readonly isRelu: boolean } | undefined {
  const direction = textOf(attributes.direction, 'forward');
  const hidden = intOf(attributes.hidden_size, 0);
  const count = ['forward', 'bidirectional'].indexOf(direction) + 1;
  const isOther =
    Object.keys(attributes).some((name) => !known.has(name)) ||
    intOf(attributes.layout, 0) !== 0 ||
    intOf(attributes.input_forget, 0) !== 0 ||
    (type === 'GRU' && intOf(attributes.linear_before_reset, 0) === 0);
  if (isOther || count === 0 || hidden <= 0) return undefined;
  const inEach = functions[type].map((names) =>
    Array.from({ length: count }, () => names)
      .flat()
      .join(),
  );
  const at = inEach.indexOf(textsOf(attributes.activations)?.join() ?? inEach[0] ?? '');
  return at < 0 ? undefined : { hidden, count, isRelu: at === 1 };
}

const isZero = (tensor: Tensor | undefined): boolean =>
  tensor !== undefined && isFloat(tensor) && tensor.values.every((value) => value === 0);

/** The rows of one direction, and of one of `parts` that each have all gates. */
function inPyTorchsOrder(
  tensor: Tensor<'float32'>,
  gates: readonly number[],
  parts: number,
  direction: number,
  part: number,
): Tensor<'float32'> {
  const [, all = 0, ...more] = tensor.shape;
  const rows = all / parts;
  const width = sizeOf(more);
  const from = (direction * parts + part) * rows * width;
  const size = (rows / gates.length) * width;
  const values = new Float32Array(rows * width);
  for (const [at, gate] of gates.entries()) {
    const start = from + at * size;
    values.set(tensor.values.subarray(start, start + size), gate * size);
  }
  return floatTensor([rows, ...more], values);
}
