/** Collects ops under one node's name, so that a layer can say what it is made of in a line each. */
import type { Tensor } from '../tensor/tensor';
import type { OpAttributes, OpNode } from './graph';

export interface OpBuilder {
  /** Adds an op and returns its only output's name. */
  readonly op: (type: string, inputs: readonly string[], attributes?: OpAttributes) => string;
  /** Adds an op and returns the names of its outputs. */
  readonly ops: (
    type: string,
    inputs: readonly string[],
    count: number,
    attributes?: OpAttributes,
  ) => readonly string[];
  /** Adds a constant the layer needs, such as a target shape, and returns its name. */
  readonly constant: (tensor: Tensor) => string;
}

export interface OpCollector extends OpBuilder {
  readonly nodes: readonly OpNode[];
  readonly constants: ReadonlyMap<string, Tensor>;
}

/** Names are `prefix`, `prefix/1`, ... and unique as long as prefixes are. */
export function createOpCollector(prefix: string): OpCollector {
  const nodes: OpNode[] = [];
  const constants = new Map<string, Tensor>();
  const shared = new Map<string | undefined, string>();
  const ops: OpBuilder['ops'] = (type, inputs, count, attributes = {}) => {
    const name = `${prefix}/${type}_${nodes.length}`;
    const outputs = Array.from({ length: count }, (_, at) => `${name}:${at}`);
    nodes.push({ name, type, inputs, outputs, attributes });
    return outputs;
  };
  return {
    nodes,
    constants,
    ops,
    op: (type, inputs, attributes) => ops(type, inputs, 1, attributes)[0] ?? '',
    constant(tensor) {
      // One name for one tensor lets the runtime see which ops do the same.
      const key = keyOf(tensor);
      const name = shared.get(key) ?? `${prefix}/constant_${constants.size}`;
      constants.set(name, tensor);
      if (key !== undefined) shared.set(key, name);
      return name;
    },
  };
}

/** Undefined where comparing would take longer than it spares. */
function keyOf({ dtype, shape, values }: Tensor): string | undefined {
  if (Array.isArray(values) || values.byteLength > 256) return undefined;
  return `${dtype} ${shape.join()} ${new Uint8Array(values.buffer, values.byteOffset, values.byteLength).join()}`;
}
