/** Attention as layers: the scores, the weights softmax makes of them, and the mix of the values. */
import { constant } from '../arithmetic/constant';
import { add as addLayer } from '../arithmetic/add';
import { divide } from '../arithmetic/divide';
import { matMul } from '../arithmetic/mat-mul';
import { softmax } from '../activation/softmax';
import type { ExpandContext, Kept } from '../define';
import { linear } from '../dense/linear';
import { dropout as dropoutLayer } from '../regularisation/dropout';
import { flatten } from '../shape/flatten';
import { transpose } from '../shape/transpose';
import { unflatten } from '../shape/unflatten';
import { causalMask } from './causal-mask';

type Add = ExpandContext<unknown>['add'];

interface AttentionParts {
  readonly query: string;
  readonly key: string;
  readonly value: string;
  /** Numbers of a query, and of a key. */
  readonly length: number;
  readonly isCausal: boolean;
  readonly mask: string | undefined;
  /** Share of the weights that is dropped while training. */
  readonly dropout: number;
}

/** What reads the mix of the values, and the weights it was made with. */
interface Attended {
  readonly answer: string;
  readonly weights: string;
}

export function attentionParts(add: Add, given: AttentionParts): Attended {
  const { query, key, value, length, isCausal, mask, dropout } = given;
  const columns = add({ name: 'keys as columns', layer: transpose, inputs: [key] });
  const products = add({ name: 'queries times keys', layer: matMul, inputs: [query, columns] });
  const root = add({
    name: 'root of length',
    layer: constant,
    attributes: { shape: [1], value: Math.sqrt(length) },
    inputs: [],
  });
  const scores = add({ name: 'scores', layer: divide, inputs: [products, root] });
  const masked =
    mask === undefined ? scores : add({ name: 'with mask', layer: addLayer, inputs: [scores, mask] });
  const seen = isCausal ? add({ name: 'no later ones', layer: causalMask, inputs: [masked] }) : masked;
  const weights = add({ name: 'attention weights', layer: softmax, attributes: { dim: -1 }, inputs: [seen] });
  const kept =
    dropout === 0
      ? weights
      : add({ name: 'dropped weights', layer: dropoutLayer, attributes: { p: dropout }, inputs: [weights] });
  return { answer: add({ name: 'mix of values', layer: matMul, inputs: [kept, value] }), weights: kept };
}

interface HeadParts extends Omit<AttentionParts, 'length'> {
  /** Numbers of a row, of all heads together. */
  readonly length: number;
  readonly heads: number;
  readonly bias: boolean;
  readonly isBatchFirst: boolean;
}

/** Several heads: each projection is a third of the rows that PyTorch keeps as one. */
export function headParts(add: Add, given: HeadParts): Attended {
  const { length, heads, bias, isBatchFirst, ...attention } = given;
  const turned = (name: string, x: string) =>
    isBatchFirst ? x : add({ name, layer: transpose, attributes: { dim0: 0, dim1: 1 }, inputs: [x] });
  const project = (name: string, x: string, third: number) => {
    const rows = { from: third * length, to: (third + 1) * length };
    const parameters: Record<string, Kept> = { weight: { parameter: 'in_proj_weight', ...rows } };
    if (bias) parameters['bias'] = { parameter: 'in_proj_bias', ...rows };
    const projected = add({
      name: `${name} projection`,
      layer: linear,
      attributes: { out_features: length, bias },
      inputs: [turned(`${name}, batch first`, x)],
      parameters,
    });
    const apart = add({
      name: `${name} by head`,
      layer: unflatten,
      attributes: { dim: -1, unflattened_size: [heads, length / heads] },
      inputs: [projected],
    });
    return add({
      name: `${name}, heads first`,
      layer: transpose,
      attributes: { dim0: 1, dim1: 2 },
      inputs: [apart],
    });
  };
  const attended = attentionParts(add, {
    ...attention,
    query: project('query', given.query, 0),
    key: project('key', given.key, 1),
    value: project('value', given.value, 2),
    length: length / heads,
  });
  const back = add({
    name: 'places first',
    layer: transpose,
    attributes: { dim0: 1, dim1: 2 },
    inputs: [attended.answer],
  });
  const joined = add({
    name: 'heads side by side',
    layer: flatten,
    attributes: { start_dim: 2, end_dim: 3 },
    inputs: [back],
  });
  const parameters: Record<string, Kept> = { weight: { parameter: 'out_proj.weight' } };
  if (bias) parameters['bias'] = { parameter: 'out_proj.bias' };
  const answer = add({
    name: 'output projection',
    layer: linear,
    attributes: { out_features: length, bias },
    inputs: [joined],
    parameters,
  });
  return { answer: turned('as it came', answer), weights: attended.weights };
}
