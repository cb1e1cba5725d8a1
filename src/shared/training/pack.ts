/** Small parameters laid end to end, so that one tensor is fed back and one step of the optimiser does for them all. */
import type { OpBuilder } from '../onnx/builder';
import type { OpNode } from '../onnx/graph';
import { integers, reshapeTo } from '../ops/backward';
import { sizeOf, type Shape } from '../tensor/shape';

export interface Part {
  readonly value: string;
  readonly shape: Shape;
}

/** Of a larger one, copying its numbers costs more than the ops it would spare. */
const sizeLimit = 2 ** 14;

/** The small ones together, each of the others alone. */
export function packsOf<P extends Part>(parts: readonly P[]): readonly (readonly P[])[] {
  const isSmall = ({ shape }: P) => sizeOf(shape) <= sizeLimit;
  const small = parts.filter(isSmall);
  const large = parts.filter((part) => !isSmall(part)).map((part) => [part]);
  return small.length > 0 ? [small, ...large] : large;
}

/** What is alone keeps its shape. */
export function packedShape(parts: readonly Part[]): Shape {
  const [first] = parts;
  return first && parts.length === 1 ? first.shape : [sizeOfAll(parts)];
}

export function sizeOfAll(parts: readonly Part[]): number {
  return parts.reduce((total, { shape }) => total + sizeOf(shape), 0);
}

export function joined(builder: OpBuilder, parts: readonly Part[]): string {
  const [first] = parts;
  if (first && parts.length === 1) return first.value;
  const flat = parts.map(({ value, shape }) =>
    shape.length === 1 ? value : reshapeTo(builder, value, [sizeOf(shape)]),
  );
  return builder.op('Concat', flat, { axis: { int: 0 } });
}

/** Ops that give each part its own name again; none where it is alone and goes by that. */
export function taken(builder: OpBuilder, packed: string, parts: readonly Part[]): readonly OpNode[] {
  if (parts.length === 1) return [];
  const flat = ({ value, shape }: Part) => (shape.length === 1 ? value : `${value}.flat`);
  const node = (
    type: string,
    name: string,
    inputs: readonly string[],
    outputs: readonly string[],
  ): OpNode => ({
    name,
    type,
    inputs,
    outputs,
    attributes: {},
  });
  const sizes = integers(
    builder,
    parts.map(({ shape }) => sizeOf(shape)),
  );
  return [
    node('Split', `${packed}/parts`, [packed, sizes], parts.map(flat)),
    ...parts
      .filter(({ shape }) => shape.length !== 1)
      .map((part) =>
        node('Reshape', `${part.value}/shape`, [flat(part), integers(builder, part.shape)], [part.value]),
      ),
  ];
}
