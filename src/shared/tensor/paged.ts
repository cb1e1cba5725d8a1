/**
 * Large tensors of which numbers are set one at a time. What is not set is shared, page by page, with the tensor before,
 * so that neither an edit nor the undo step it leaves costs a copy of the whole. No tensor ever changes. Whoever wants all
 * numbers of one in one array gets them as of any other: they are put together then.
 */
import { sizeOf, type Shape } from './shape';

/** Numbers on a page: an edit copies one, and the list of all. */
export const pageLength = 8_192;

/** As `Tensor<'float32'>`, which knows of pages. */
interface Floats {
  readonly dtype: 'float32';
  readonly shape: Shape;
  readonly values: Float32Array;
}
type Pages = readonly Float32Array[];

/** Numbers that are others, from a flat offset on. */
export interface Change {
  readonly at: number;
  readonly values: Float32Array<ArrayBuffer>;
}

class Paged implements Floats {
  readonly dtype = 'float32';
  readonly shape: Shape;
  declare readonly values: Float32Array;
  readonly #origin: Floats;
  readonly #pages: Pages;
  /** All of its numbers, as long as somebody uses them. */
  #whole: WeakRef<Float32Array> | undefined;

  constructor(origin: Floats, pages: Pages) {
    this.shape = origin.shape;
    this.#origin = origin;
    this.#pages = pages;
    // Of its own: so it is spread, and sent to other processes, like that of a plain tensor.
    Object.defineProperty(this, 'values', { enumerable: true, get: () => this.#joined() });
  }

  /** The plain tensor all of it began with. */
  get origin(): Floats {
    return this.#origin;
  }
  get pages(): Pages {
    return this.#pages;
  }

  #joined(): Float32Array {
    const known = this.#whole?.deref();
    if (known) return known;
    const whole = sliceOf(this, 0, sizeOf(this.shape));
    this.#whole = new WeakRef(whole);
    return whole;
  }
}

/** The same for all tensors that share numbers. */
export function originOf(tensor: Floats): Floats {
  return tensor instanceof Paged ? tensor.origin : tensor;
}

const plainPages = new WeakMap<Floats, Pages>();

/** Its numbers in arrays that are the same ones in every tensor that shares them. */
export function pagesOf(tensor: Floats): Pages {
  if (tensor instanceof Paged) return tensor.pages;
  const known = plainPages.get(tensor);
  if (known) return known;
  const { values } = tensor;
  const pages = Array.from({ length: Math.ceil(values.length / pageLength) }, (_, at) =>
    values.subarray(at * pageLength, (at + 1) * pageLength),
  );
  plainPages.set(tensor, pages);
  return pages;
}

/** One of its numbers, whoever holds them; undefined beyond the last. */
export function floatAt(tensor: Floats, offset: number): number | undefined {
  if (!(tensor instanceof Paged)) return tensor.values[offset];
  return tensor.pages[Math.floor(offset / pageLength)]?.[offset % pageLength];
}

/** A copy of some of its numbers. */
export function sliceOf(tensor: Floats, from: number, to: number): Float32Array<ArrayBuffer> {
  const end = Math.min(to, sizeOf(tensor.shape));
  if (!(tensor instanceof Paged)) return new Float32Array(tensor.values.subarray(from, end));
  const slice = new Float32Array(end - from);
  for (let at = from; at < end;) {
    const within = at % pageLength;
    const page = tensor.pages[Math.floor(at / pageLength)]?.subarray(within, within + end - at);
    slice.set(page ?? [], at - from);
    at += pageLength - within;
  }
  return slice;
}

/** The same tensor with one number replaced. Errors: RangeError when the offset is outside the tensor. */
export function withElement(tensor: Floats, offset: number, value: number): Floats {
  const length = sizeOf(tensor.shape);
  if (offset < 0 || offset >= length) throw new RangeError(`no element ${offset}`);
  if (length <= pageLength) {
    const values = tensor.values.slice();
    values[offset] = value;
    return { ...tensor, values };
  }
  const at = Math.floor(offset / pageLength);
  const page = sliceOf(tensor, at * pageLength, (at + 1) * pageLength);
  page[offset % pageLength] = value;
  return new Paged(originOf(tensor), pagesOf(tensor).with(at, page));
}

/** What is to be set to make one of the other; undefined where they do not share numbers. */
export function changesBetween(before: Floats, after: Floats): readonly Change[] | undefined {
  if (originOf(before) !== originOf(after)) return undefined;
  const pages = pagesOf(before);
  return pagesOf(after).flatMap((page, at) =>
    page === pages[at] ? [] : [{ at: at * pageLength, values: new Float32Array(page) }],
  );
}
