/** Nodes by anything that is known of them: name, kind, operator, attributes, shapes, types, and what the model calls them. */
import { formatShape } from '../tensor/shape';
import { kindName } from './document';
import type { Inference, NodeInference } from './infer';

/** Those of which every word of the query is said somewhere; all of them where nothing is asked for. */
export function findNodes({ nodes }: Pick<Inference, 'nodes'>, query: string): readonly NodeInference[] {
  const asked = query.trim().toLowerCase();
  const found = [...nodes.values()];
  if (asked === '') return found;
  const words = asked.split(/\s+/);
  return found.filter((each) => {
    const said = wordsOf(each).map((word) => word.toLowerCase());
    return (
      said.some((one) => one.includes(asked)) || words.every((word) => said.some((one) => one.includes(word)))
    );
  });
}

function wordsOf({ node, emission, unrecorded }: NodeInference): readonly string[] {
  const { name, stage = '', kind, op, values = {}, attributes } = node;
  const {
    outputs = [],
    parameters = [],
    constants = new Map<string, unknown>(),
  } = emission ?? unrecorded ?? {};
  return [
    ...[name, stage, kind, kindName(node), op?.type ?? '', op?.domain ?? ''],
    ...Object.values(values),
    ...Object.entries(attributes).map(([attribute, value]) => `${attribute}=${String(value)}`),
    ...Object.keys(op?.held ?? {}),
    ...outputs.flatMap(({ name: called, shape, dtype, other }) =>
      other === undefined ? [called, formatShape(shape), dtype] : [called, other],
    ),
    ...parameters.flatMap(({ name: own, value, shape }) => [own, value, formatShape(shape)]),
    ...constants.keys(),
  ];
}
