/** What is done to the loss's gradients before the optimiser takes them: penalties, norms, clipping. */
import type { TrainingSettings } from '../document/training-settings';
import type { OpBuilder } from '../onnx/builder';
import { scalar } from '../ops/backward';
import { call, evaluate, number, product, quotient, sum, type Expression } from '../tensor/expression';

/** By the value they belong to. */
type Gradients = ReadonlyMap<string, string>;

/** The gradients of loss + l1 · Σ|w| + l2 · Σ w². The loss that is told stays the loss alone, to be compared. */
export function penalise(
  builder: OpBuilder,
  gradients: Gradients,
  { l1, l2 }: Pick<TrainingSettings, 'l1' | 'l2'>,
): Gradients {
  const added = (gradient: string, part: string, factor: number): string =>
    builder.op('Add', [gradient, builder.op('Mul', [part, scalar(builder, factor)])]);
  return new Map(
    [...gradients].map(([value, gradient]) => {
      // d l1·|w| = l1 · sign(w), which is 0 at 0;  d l2·w² = 2 · l2 · w
      const first = l1 > 0 ? added(gradient, builder.op('Sign', [value]), l1) : gradient;
      return [value, l2 > 0 ? added(first, value, 2 * l2) : first];
    }),
  );
}

/** The Euclidean length of each gradient, as scalars. */
export function normsOf(builder: OpBuilder, gradients: Gradients): Gradients {
  return new Map(
    [...gradients].map(([value, gradient]) => [
      value,
      builder.op('ReduceL2', [gradient], { keepdims: { int: 0 } }),
    ]),
  );
}

/**
 * As torch.nn.utils.clip_grad_norm_ and clip_grad_value_ have it.
 * Source: https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html
 */
export function clip(
  builder: OpBuilder,
  gradients: Gradients,
  norms: Gradients,
  { clip: how, clipLimit }: Pick<TrainingSettings, 'clip' | 'clipLimit'>,
): Gradients {
  if (how === 'none') return gradients;
  const limit = scalar(builder, clipLimit);
  if (how === 'value') {
    const least = scalar(builder, -clipLimit);
    return new Map(
      [...gradients].map(([value, gradient]) => [value, builder.op('Clip', [gradient, least, limit])]),
    );
  }
  // g · min(1, limit / (‖all g‖ + 1e-6))
  const length = lengthOf(builder, norms);
  const share = builder.op('Div', [limit, builder.op('Add', [length, scalar(builder, 1e-6)])]);
  const factor = builder.op('Min', [share, scalar(builder, 1)]);
  return new Map([...gradients].map(([value, gradient]) => [value, builder.op('Mul', [gradient, factor])]));
}

/** The Euclidean length of all gradients together, as a scalar. */
export function lengthOf(builder: OpBuilder, norms: Gradients): string {
  const squares = [...norms.values()].map((norm) => builder.op('Mul', [norm, norm]));
  return builder.op('Sqrt', [builder.op('Sum', squares)]);
}

/** The arithmetic of one number of a gradient as the optimiser takes it; `length` is that of all gradients together. */
export function explainShaped(
  { gradient, weight, length }: Readonly<Record<'gradient' | 'weight' | 'length', Expression>>,
  { l1, l2, clip: how, clipLimit }: Pick<TrainingSettings, 'l1' | 'l2' | 'clip' | 'clipLimit'>,
): Expression {
  const terms = [
    gradient,
    ...(l1 > 0 ? [product(number(l1), number(Math.sign(evaluate(weight))))] : []),
    ...(l2 > 0 ? [product(number(2 * l2), weight)] : []),
  ];
  const penalised = terms.length > 1 ? sum(terms) : gradient;
  if (how === 'none') return penalised;
  const limit = number(clipLimit);
  if (how === 'value') return call('max', number(-clipLimit), call('min', limit, penalised));
  return product(penalised, call('min', number(1), quotient(limit, sum([length, number(1e-6)]))));
}
