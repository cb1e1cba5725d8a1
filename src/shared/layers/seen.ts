/** A model's values seen from one of them back, the way they were computed: what layers recognise themselves in. */
import type { OpAttribute, OpAttributes, OpNode } from '../onnx/graph';
import { floatOf, intOf, intsOf, textOf } from '../ops/define';
import type { Shape } from '../tensor/shape';
import { isFloat, numberAt, type Tensor } from '../tensor/tensor';

/** How a value came to be: by an op, from the file, or from outside. */
export interface Origin {
  readonly op?: OpNode;
  /** What the op read. */
  readonly inputs?: readonly Seen[];
  /** Which of the op's outputs it is. */
  readonly place?: number;
  readonly tensor?: Tensor;
  /** Its element type, where that is known. */
  readonly dtype?: string | undefined;
  /** Its shape for another number of rows, where the model leaves that open. */
  readonly otherShape?: Shape | undefined;
  /** The network is given it. */
  readonly isGiven?: boolean;
  /** The network answers it. */
  readonly isAnswer?: boolean;
}

/** One value. What is asked of a way that does not exist is answered with nothing, so that a guess needs no ifs. */
export class Seen {
  /** The values that were computed of it, as far as they were seen. */
  readonly made: Seen[] = [];

  constructor(
    readonly name: string,
    readonly shape: Shape,
    readonly origin: Origin = {},
  ) {}

  /** The operator that computed it, or nothing. */
  get type(): string {
    return this.origin.op?.type ?? '';
  }

  /** Its element type; undefined where it is not known. */
  get dtype(): string | undefined {
    return this.origin.dtype;
  }

  /** With -1 for the one size that follows from the number of rows; as it is where none does, or several do. */
  get openShape(): Shape {
    const { otherShape: other } = this.origin;
    const differing = [...this.shape.keys()].filter((axis) => other?.[axis] !== this.shape[axis]);
    const [axis = 0] = differing;
    const isOne = other?.length === this.shape.length && differing.length === 1;
    return isOne ? this.shape.with(axis, -1) : this.shape;
  }

  /** Step by step back: `back(0, 1)` is the second input of the op that computed the first input. */
  back(...way: readonly number[]): Seen {
    const [at, ...further] = way;
    return at === undefined ? this : (this.inputs[at] ?? nothing).back(...further);
  }

  get inputs(): readonly Seen[] {
    return this.origin.inputs ?? [];
  }

  int(attribute: string): number {
    return intOf(this.attribute(attribute), Number.NaN);
  }

  ints(attribute: string): readonly number[] {
    return intsOf(this.attribute(attribute)) ?? [];
  }

  real(attribute: string): number {
    return shortest(floatOf(this.attribute(attribute), Number.NaN));
  }

  word(attribute: string): string {
    return textOf(this.attribute(attribute), '');
  }

  /** The whole numbers of a constant; none of weights, which may be many. */
  get values(): readonly number[] {
    const { tensor } = this.origin;
    if (!tensor || isFloat(tensor)) return [];
    return Array.from({ length: tensor.values.length }, (_, at) => numberAt(tensor, at));
  }

  /** The first number of a constant. */
  get value(): number {
    const { tensor } = this.origin;
    if (!tensor) return Number.NaN;
    const first = numberAt(tensor, 0);
    return isFloat(tensor) ? shortest(first) : first;
  }

  /** Where a constant first has the number; -1 where it is nowhere. */
  placeOf(value: number): number {
    const { tensor } = this.origin;
    return tensor && isFloat(tensor) ? tensor.values.indexOf(value) : -1;
  }

  private attribute(name: string): OpAttribute | undefined {
    const attributes: OpAttributes = this.origin.op?.attributes ?? {};
    return attributes[name];
  }
}

export const nothing = new Seen('', []);

/** The shortest decimal that is this float32: a file keeps 0.1 as 0.10000000149. */
export function shortest(value: number): number {
  const single = Math.fround(value);
  for (let digits = 1; digits < 9; digits++) {
    const rounded = Number(single.toPrecision(digits));
    if (Math.fround(rounded) === single) return rounded;
  }
  return single;
}
