/**
 * Tensors whose numbers are in another thread: what is known of them here is what they are called there, and they are asked
 * for a stretch at a time where they are written out.
 */
import { sizeOf, type Shape } from './shape';
import { bytesOf, type Dtype, type DtypeArrays, type Tensor } from './tensor';

/** A stretch of its bytes. */
export class Away {
  constructor(
    readonly of: AwayTensor,
    readonly at: number,
    readonly length: number,
  ) {}

  subarray(from: number, to: number): Away {
    return new Away(this.of, this.at + from, Math.min(to, this.length) - from);
  }
}

type Numbers = Exclude<Dtype, 'string'>;

export class AwayTensor<D extends Numbers = Numbers> implements Tensor<D> {
  /** Errors: NumbersAway, until they are brought. */
  declare readonly values: DtypeArrays[D];
  #brought: DtypeArrays[D] | undefined;

  constructor(
    /** What it is called where its numbers are. */
    readonly key: number,
    readonly dtype: D,
    readonly shape: Shape,
  ) {
    // Of its own: whoever spreads it wants them, too.
    Object.defineProperty(this, 'values', { enumerable: true, get: () => this.#all() });
  }

  get bytes(): Away {
    return new Away(this, 0, bytesOf(this.dtype, sizeOf(this.shape)));
  }

  bring(values: DtypeArrays[D]): void {
    this.#brought = values;
  }

  letGo(): void {
    this.#brought = undefined;
  }

  #all(): DtypeArrays[D] {
    if (!this.#brought) throw new NumbersAway(this);
    return this.#brought;
  }
}

/** Someone reads the numbers themselves, who cannot wait for them. */
export class NumbersAway extends Error {
  constructor(readonly tensor: AwayTensor) {
    super('the numbers of a tensor are in another thread');
  }
}

/** The bytes of a tensor's numbers, where they are. */
export function bodyOf(tensor: Tensor<Numbers>): Uint8Array | Away {
  if (tensor instanceof AwayTensor) return tensor.bytes;
  const { buffer, byteOffset, byteLength } = tensor.values;
  return new Uint8Array(buffer, byteOffset, byteLength);
}
