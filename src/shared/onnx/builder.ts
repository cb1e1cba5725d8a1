/** Collects ops under one node's name, so that a layer can say what it is made of in a line each. */
import type { Tensor } from '../tensor/tensor';
import type { OpAttributes, OpNode } from './graph';

export interface OpBuilder {
  /** Adds an op and returns its only output's name. */
  readonly op: (type: string, inputs: readonly string[], attributes?: OpAttributes) => string;
  /** Adds an op with several outputs and returns their names. */
  readonly opOf: (
    count: number,
    type: string,
    inputs: readonly string[],
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
  const opOf: OpBuilder['opOf'] = (count, type, inputs, attributes = {}) => {
    const name = `${prefix}/${type}_${nodes.length}`;
    const outputs = Array.from({ length: count }, (_, at) => `${name}:${at}`);
    nodes.push({ name, type, inputs, outputs, attributes });
    return outputs;
  };
  return {
    nodes,
    constants,
    opOf,
    op: (type, inputs, attributes) => opOf(1, type, inputs, attributes)[0] ?? '',
    constant(tensor) {
      const name = `${prefix}/constant_${constants.size}`;
      constants.set(name, tensor);
      return name;
    },
  };
}
