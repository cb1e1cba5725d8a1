/** The numbers a document holds, held against the layers they are for. */
import { checkAttributes } from '../layers/attributes';
import type { ParameterSpec } from '../layers/define';
import { fillShown } from '../messages/fill';
import { isProblem } from '../messages/problem';
import { fileReasons as reasons } from '../messages/reasons';
import { areShapesEqual, formatShape, sizeOf } from '../tensor/shape';
import type { Tensor } from '../tensor/tensor';
import type { Document, FloatTensor, NodeId } from './document';
import { inferShapes, type NodeInference, type Structure } from './infer';
import { givenOf, parameterOf } from './values';

type Held = Pick<Document, 'parameters' | 'inputs'>;

/** In the shapes they are used in: what was set for another is cut and filled as it is shown. */
export function fitted(document: Document): Held {
  const parameters: Record<NodeId, Record<string, FloatTensor>> = {};
  const inputs: Record<NodeId, Tensor> = {};
  for (const found of inferencesOf(document)) {
    const { id } = found.node;
    const set = Object.entries(document.parameters[id] ?? {});
    const specs = specsOf(found);
    const kept = set.flatMap(([name, tensor]): [string, FloatTensor][] => {
      if (!specs) return [[name, tensor]];
      const spec = specs.find((one) => one.name === name && one.shape.length === tensor.shape.length);
      return spec ? [[name, parameterOf(document, id, spec)]] : [];
    });
    if (kept.length > 0) parameters[id] = Object.fromEntries(kept);
    const input = document.inputs[id];
    const given = found.emission?.graphInputs[0];
    if (input && !found.emission) inputs[id] = input;
    else if (input && given && sizeOf(given.shape) === sizeOf(input.shape))
      inputs[id] = givenOf(document, id, given);
  }
  return { parameters, inputs };
}

/** What is held for no layer, or in another shape than its layer needs; undefined where all of it fits. */
export function misfitOf(document: Document, file: string): string | undefined {
  for (const found of inferencesOf(document)) {
    const { id, name } = found.node;
    const specs = specsOf(found);
    for (const [parameter, { shape }] of specs ? Object.entries(document.parameters[id] ?? {}) : []) {
      const key = `${id}.${parameter}`;
      const spec = specs?.find((one) => one.name === parameter);
      if (!spec) return fillShown(reasons.noSuchParameter, { file, key, name });
      if (!areShapesEqual(shape, spec.shape)) {
        const sizes = { shape: formatShape(shape), wanted: formatShape(spec.shape) };
        return fillShown(reasons.wrongShape, { file, key, name, ...sizes });
      }
    }
    const input = document.inputs[id];
    if (!input || !found.emission) continue;
    const wanted = found.emission.graphInputs[0];
    if (!wanted) return fillShown(reasons.noInput, { name });
    if (input.dtype !== wanted.dtype) {
      const types = { dtype: input.dtype, wanted: wanted.dtype };
      return fillShown(reasons.wrongInputType, { name, ...types });
    }
    if (!areShapesEqual(input.shape, wanted.shape)) {
      const sizes = { shape: formatShape(input.shape), wanted: formatShape(wanted.shape) };
      return fillShown(reasons.wrongInput, { name, ...sizes });
    }
  }
  return undefined;
}

/** None where no numbers are held that could fit or not. */
function inferencesOf(document: Document): readonly NodeInference[] {
  const isBare = [document.parameters, document.inputs].every((held) => Object.keys(held).length === 0);
  return isBare ? [] : [...inferShapes(withoutInputs(document)).nodes.values()];
}

/** Whether inputs hold what their readers take is not asked here. */
function withoutInputs({ nodes, edges, constants, origin }: Document): Structure {
  return { nodes, edges, ...(constants && { constants }), ...(origin && { origin }) };
}

/** Of a layer that is passed over, those it would have; undefined where its shapes are not known. */
function specsOf({ node, layer, inputs, emission }: NodeInference): readonly ParameterSpec[] | undefined {
  if (!node.isBypassed) return emission?.parameters;
  const shapes = inputs.flatMap(({ shape }) => (shape ? [shape] : []));
  const attributes = layer && checkAttributes(layer.attributes, node.attributes);
  if (!attributes || isProblem(attributes) || shapes.length < inputs.length) return undefined;
  return layer.check(shapes, attributes, 'eval') ? undefined : layer.parameters(shapes, attributes);
}
