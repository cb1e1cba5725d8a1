/** One step of a model that is a single Scan, as a model of its own whose inner values can be read. */
import { create, fromBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema, ValueInfoProtoSchema } from 'onnx-buf';
import { encodeModelFile } from './model-bytes';
import { graphOf } from './model-parts';

export interface ScanStep {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What the step starts from: the whole model's input, the step's, and the step's output that takes its place. */
  readonly carried: readonly { readonly from: string; readonly name: string; readonly next: string }[];
  /** What it is given: the whole model's input, of which it gets one entry, and its own. */
  readonly given: readonly { readonly from: string; readonly name: string }[];
}

/** `values` become outputs, beside what the step gives to the next. */
export function encodeStep(model: Uint8Array, values: readonly string[]): ScanStep {
  const whole = fromBinary(ModelProtoSchema, model);
  const graph = graphOf(whole);
  const [scan] = graph.node;
  const body = scan?.attribute.find(({ name }) => name === 'body')?.g;
  if (!scan || !body) throw new TypeError('the model is no Scan');
  const count = scan.input.length - Number(scan.attribute.find(({ name }) => name === 'num_scan_inputs')?.i);
  const pairs = scan.input.map((from, at) => ({ from, name: body.input[at]?.name ?? '' }));
  const carried = pairs.slice(0, count).map((pair, at) => ({ ...pair, next: body.output[at]?.name ?? '' }));
  const taken = new Set(scan.input);
  const known = new Set(body.output.map(({ name }) => name));
  body.input.push(...graph.input.filter(({ name }) => !taken.has(name)));
  body.output.push(
    ...[...new Set(values)]
      .filter((name) => !known.has(name))
      .map((name) => create(ValueInfoProtoSchema, { name })),
  );
  whole.graph = body;
  return { bytes: encodeModelFile(whole), carried, given: pairs.slice(count) };
}
