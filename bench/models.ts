/** Models as other programs write them, of seeded weights: ResNet-18, a long chain, and one that is mostly weights. */
import { encodeModel } from '#shared/onnx/encode';
import type { OpAttributes, OpNode } from '#shared/onnx/graph';
import { createRandom } from '#shared/tensor/random';
import { sizeOf, type Shape } from '#shared/tensor/shape';
import { floatTensor, type Tensor } from '#shared/tensor/tensor';

/** What models are given, and what they answer. */
export const modelInput = 'given';
export const modelOutput = 'found';

export interface Model {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly feed: Tensor;
  /** Every value that an operator of it makes. */
  readonly values: readonly string[];
}

class Builder {
  readonly #nodes: OpNode[] = [];
  readonly #initializers = new Map<string, Tensor>();
  readonly #random = createRandom(1);
  readonly #given: Shape;

  constructor(given: Shape) {
    this.#given = given;
  }

  op(type: string, name: string, inputs: readonly string[], attributes: OpAttributes = {}): string {
    this.#nodes.push({ name, type, inputs, outputs: [`${name}_output_0`], attributes });
    return `${name}_output_0`;
  }

  weight(name: string, shape: Shape): string {
    const bound = 1 / Math.sqrt(sizeOf(shape.slice(1)) || 1);
    const values = Float32Array.from({ length: sizeOf(shape) }, () => this.#random.uniform(-bound, bound));
    this.#initializers.set(name, floatTensor(shape, values));
    return name;
  }

  conv(name: string, x: string, [out = 1, ...rest]: Shape, stride: number): string {
    const pad = Math.floor((rest[1] ?? 1) / 2);
    const inputs = [x, this.weight(`${name}.weight`, [out, ...rest]), this.weight(`${name}.bias`, [out])];
    return this.op('Conv', `/${name.replaceAll('.', '/')}/Conv`, inputs, {
      dilations: { ints: [1, 1] },
      group: { int: 1 },
      kernel_shape: { ints: rest.slice(1) },
      pads: { ints: [pad, pad, pad, pad] },
      strides: { ints: [stride, stride] },
    });
  }

  linear(name: string, x: string, [out = 1, from = 1]: Shape): string {
    const inputs = [x, this.weight(`${name}.weight`, [out, from]), this.weight(`${name}.bias`, [out])];
    const attributes = { alpha: { float: 1 }, beta: { float: 1 }, transB: { int: 1 } };
    return this.op('Gemm', `/${name.replaceAll('.', '/')}/Gemm`, inputs, attributes);
  }

  done(last: string): Model {
    this.#nodes.push({
      ...{ name: 'last', type: 'Identity', inputs: [last], outputs: [modelOutput], attributes: {} },
    });
    const shape = this.#given;
    const values = Float32Array.from({ length: sizeOf(shape) }, () => this.#random.normal());
    return {
      bytes: encodeModel({
        name: 'main_graph',
        inputs: [{ name: modelInput, dtype: 'float32', shape }],
        outputs: [{ name: modelOutput }],
        initializers: this.#initializers,
        nodes: this.#nodes,
      }),
      feed: floatTensor(shape, values),
      values: this.#nodes.flatMap(({ outputs }) => outputs),
    };
  }
}

/** He et al., "Deep Residual Learning for Image Recognition", 2016, as PyTorch exports it: normalisation within the convolutions. */
export function resNet18(): Model {
  const model = new Builder([1, 3, 224, 224]);
  const relu = (name: string, x: string) => model.op('Relu', name, [x]);
  let x = relu('/relu/Relu', model.conv('conv1', modelInput, [64, 3, 7, 7], 2));
  x = model.op('MaxPool', '/maxpool/MaxPool', [x], {
    kernel_shape: { ints: [3, 3] },
    pads: { ints: [1, 1, 1, 1] },
    strides: { ints: [2, 2] },
  });
  let before = 64;
  for (const [layer, size] of [64, 128, 256, 512].entries()) {
    for (const block of [0, 1]) {
      const name = `layer${layer + 1}.${block}`;
      const place = `/${name.replace('.', '/')}`;
      const stride = layer > 0 && block === 0 ? 2 : 1;
      const first = relu(`${place}/relu/Relu`, model.conv(`${name}.conv1`, x, [size, before, 3, 3], stride));
      const second = model.conv(`${name}.conv2`, first, [size, size, 3, 3], 1);
      const kept = stride === 1 ? x : model.conv(`${name}.downsample.0`, x, [size, before, 1, 1], stride);
      x = relu(`${place}/relu_1/Relu`, model.op('Add', `${place}/Add`, [second, kept]));
      before = size;
    }
  }
  const pooled = model.op('GlobalAveragePool', '/avgpool/GlobalAveragePool', [x]);
  const flat = model.op('Flatten', '/Flatten', [pooled], { axis: { int: 1 } });
  return model.done(model.linear('fc', flat, [1000, 512]));
}

/** Operators one after the other, in modules of ten. */
export function chain(length: number): Model {
  const model = new Builder([1, 8]);
  let x = modelInput;
  for (let at = 0; at < length; at++) {
    const place = `/blocks.${Math.floor(at / 10)}/part_${at % 10}`;
    x = at % 2 === 0 ? model.op('Relu', `${place}/Relu`, [x]) : model.op('Tanh', `${place}/Tanh`, [x]);
  }
  return model.done(x);
}

/** Twelve linear layers, of so many megabytes all together. */
export function weights(megabytes: number): Model {
  const layers = 12;
  const width = Math.round(Math.sqrt((megabytes * 1e6) / 4 / layers));
  const model = new Builder([1, width]);
  let x = modelInput;
  for (let at = 0; at < layers; at++) x = model.linear(`layers.${at}`, x, [width, width]);
  return model.done(x);
}
