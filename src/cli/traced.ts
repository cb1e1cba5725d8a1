/** What a trace consists of, whether of an ONNX model's nodes or of a document's stages. */
import type { ProviderId } from '#shared/contract/engine';
import type { Problem } from '#shared/messages/problem';
import type { Shape } from '#shared/tensor/shape';
import { swallowedBy } from '#shared/explain/swallowed';
import { measure } from '#shared/tensor/statistics';
import { isFloat, type Tensor } from '#shared/tensor/tensor';

export interface TracedValue {
  readonly name: string;
  /** As people read it: `float32`, `bfloat16`, `sequence`. */
  readonly dtype: string;
  /** Null for what is no tensor or cannot be read. */
  readonly shape: Shape | null;
  readonly tensor: Tensor | undefined;
}

export interface TracedNode {
  readonly index: number;
  readonly name: string;
  readonly op: string;
  readonly ms: number;
  /** Names of the values it is made of. */
  readonly reads: readonly string[];
  /** Where they are known beforehand. */
  readonly inputShapes?: readonly Shape[];
  readonly outputs: readonly TracedValue[];
  /** What it has to say of the run. */
  readonly notice?: Problem;
}

/** A model that is loaded and has all its inputs. */
export interface PreparedTrace {
  readonly provider: ProviderId;
  /** Things to tell beside the results. */
  readonly notes: readonly Problem[];
  readonly nodeCount: number;
  run(): Promise<Trace | Problem>;
  release(): Promise<void>;
}

export interface Trace {
  /** Wall time of the run. */
  readonly ms: number;
  readonly inputs: readonly TracedValue[];
  /** Names of those inputs that are not the model's own: they were given or drawn. */
  readonly fed: ReadonlySet<string>;
  readonly nodes: readonly TracedNode[];
  /** Names of the model's own outputs. */
  readonly outputs: readonly string[];
}

/** What a node says where NaN went into it and was lost. */
export function noticeOf(
  name: string,
  types: readonly string[],
  inputs: readonly (Tensor | undefined)[],
  outputs: readonly (Tensor | undefined)[],
): Pick<TracedNode, 'notice'> {
  const count = (tensors: readonly (Tensor | undefined)[]) =>
    tensors.reduce((sum, tensor) => sum + (tensor && isFloat(tensor) ? measure(tensor).nan : 0), 0);
  const notice = swallowedBy(
    name,
    types,
    () => count(inputs),
    () => count(outputs),
  );
  return notice ? { notice } : {};
}

export function tracedTensor(name: string, tensor: Tensor): TracedValue {
  return { name, dtype: tensor.dtype, shape: tensor.shape, tensor };
}
