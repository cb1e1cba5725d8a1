/** Any .onnx file, hostile until parsed: what it holds. */
import { fromBinary } from '@bufbuild/protobuf';
import {
  ModelProtoSchema,
  TensorProto_DataLocation as DataLocation,
  TensorProto_DataType as DataType,
  type ModelProto,
  type TypeProto,
} from 'onnx-buf';
import { problem, type Problem } from '../messages/problem';
import { fileReasons } from '../messages/reasons';
import type { Dtype } from '../tensor/tensor';
import { makeDense } from './dense';
import { dtypeOf } from './encode';
import { newestIrVersion, newestOpset } from './graph';
import { graphOf, initializersOf, tensorsOf } from './model-parts';
import { isDamage } from '../tensor/damage';
import { tooLarge } from '../tensor/file-limits';
import { upgradeModel } from './upgrade';
import { weighModel } from './weigh';

export type { ModelProto };

/** Bytes that what a file says may take in memory, raw numbers aside. */
export const modelLimit = 400_000_000;

/** Errors: a problem when the bytes are no ONNX model, or would take more than the limit once they are read. */
export function readModel(bytes: Uint8Array, file: string, limit = modelLimit): ModelProto | Problem {
  const refuse = (reason: string): Problem => problem('model-unreadable', { file, reason });
  if (bytes.length === 0) return refuse(fileReasons.empty);
  const weight = weighModel(bytes);
  if (weight === Infinity) return refuse(fileReasons.graphTooDeep);
  const large = tooLarge(file, weight, limit);
  if (large) return large;
  let model: ModelProto;
  try {
    model = fromBinary(ModelProtoSchema, bytes);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return refuse(fileReasons.damaged);
  }
  if (!model.graph) return refuse(fileReasons.noGraph);
  if (model.opsetImport.length === 0 && model.irVersion >= 3n) return refuse(fileReasons.noOperators);
  if (model.graph.output.length === 0) return refuse(fileReasons.noOutput);
  const newer = newerThanKnown(model, file);
  if (newer) return newer;
  const sparse = makeDense(model, file, Math.min(limit, modelLimit));
  if (sparse) return sparse;
  upgradeModel(model);
  return model;
}

function newerThanKnown({ irVersion, opsetImport }: ModelProto, file: string): Problem | undefined {
  const sets = opsetImport.filter(({ domain }) => domain === '' || domain === 'ai.onnx');
  const stated = [
    ...sets.map(({ version }) => [fileReasons.operatorSet, version, newestOpset] as const),
    [fileReasons.irVersion, irVersion, newestIrVersion] as const,
  ];
  const [found] = stated.filter(([, version, limit]) => version > limit);
  if (!found) return undefined;
  const [what, version, limit] = found;
  return problem('model-newer', { file, what, version: String(version), limit });
}

/** A tensor whose values lie in another file. */
export interface ExternalTensor {
  readonly tensor: string;
  readonly location: string;
  /** Byte range in that file; to its end without a length. */
  readonly offset: number;
  readonly length: number | undefined;
  /** Puts the values into the model. */
  inline(bytes: Uint8Array<ArrayBuffer>): void;
}

export function externalTensors(model: ModelProto): ExternalTensor[] {
  return tensorsOf(model)
    .filter((tensor) => tensor.dataLocation === DataLocation.EXTERNAL)
    .map((tensor) => {
      const entry = (key: string) => tensor.externalData.find((pair) => pair.key === key)?.value;
      const length = entry('length');
      return {
        tensor: tensor.name,
        location: entry('location') ?? '',
        offset: Number(entry('offset') ?? 0),
        length: length === undefined ? undefined : Number(length),
        inline(bytes) {
          tensor.rawData = bytes;
          tensor.dataLocation = DataLocation.DEFAULT;
          tensor.externalData = [];
        },
      };
    });
}

export interface ModelInput {
  readonly name: string;
  /** As people read it: `float32`, `sequence`, `bfloat16`. */
  readonly type: string;
  /** Undefined when a value of this type cannot be given to the runtime. */
  readonly dtype: Dtype | undefined;
  /** Undefined when the model does not say; a name or -1 for a size that is free. */
  readonly shape: readonly (number | string)[] | undefined;
  /** Whether the model brings its own value. */
  readonly hasInitializer: boolean;
}

export interface ModelNode {
  readonly name: string;
  readonly op: string;
  /** Names of its inputs and outputs, without those left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export interface ModelContents {
  readonly inputs: readonly ModelInput[];
  /** Values the model brings for itself; they can be given all the same. */
  readonly constants: readonly ModelInput[];
  readonly nodes: readonly ModelNode[];
  readonly outputs: readonly string[];
}

/** What the model has at its top level, in the file's order. */
export function contentsOf(model: ModelProto): ModelContents {
  const graph = graphOf(model);
  const initializers = initializersOf(graph);
  const inputs = new Set(graph.input.map(({ name }) => name));
  return {
    inputs: graph.input.map(({ name, type }) => ({
      name,
      hasInitializer: initializers.has(name),
      ...describeType(type),
    })),
    constants: [...initializers]
      .filter(([name]) => !inputs.has(name))
      .map(([name, { dataType, dims }]) => ({
        name,
        hasInitializer: true,
        type: typeName(dataType),
        dtype: dtypeOf(dataType),
        shape: dims.map(Number),
      })),
    nodes: graph.node.map(({ name, opType, input, output }) => ({
      name,
      op: opType,
      inputs: input.filter(Boolean),
      outputs: output.filter(Boolean),
    })),
    outputs: graph.output.map(({ name }) => name),
  };
}

/** What the file says of its values' types, as people read them. */
export function typesOf(model: ModelProto): ReadonlyMap<string, string> {
  const { valueInfo, output } = graphOf(model);
  return new Map([...valueInfo, ...output].map(({ name, type }) => [name, describeType(type).type]));
}

export function describeType(type: TypeProto | undefined): Pick<ModelInput, 'type' | 'dtype' | 'shape'> {
  const value = type?.value;
  if (value?.case !== 'tensorType') {
    return {
      type: value?.case?.replace('Type', '') ?? 'value of unknown type',
      dtype: undefined,
      shape: undefined,
    };
  }
  const { elemType } = value.value;
  const shape = value.value.shape?.dim.map((dimension) =>
    dimension.value.case === 'dimValue' ? Number(dimension.value.value) : (dimension.value.value ?? -1),
  );
  return { type: typeName(elemType), dtype: dtypeOf(elemType), shape };
}

/** An element type by ONNX's number, as people read it. */
export function typeName(dataType: number): string {
  return dtypeOf(dataType) ?? (DataType[dataType] ?? 'unknown').toLowerCase();
}
