/** The arithmetic of one number of a Transformer layer: rows made of rows, each worked out once. */
import { call, named, number, product, quotient, sum, type Expression } from '../../tensor/expression';
import type { ExplainContext } from '../define';
import { standardised } from '../normalisation/standardise';
import { maskRows } from './mask';
import { explainHeads, once, products, type Rows } from './multi-head';
import { indexOf, placesOf } from './rows';
import type { Block, Transformer } from './transformer-fields';

export function explainTransformer(
  blocks: readonly Block[],
  context: ExplainContext<Transformer>,
): Expression {
  const { input, parameter, inputPorts, shapeOf, index, attributes } = context;
  const { nhead, dim_feedforward, activation, layer_norm_eps, batch_first, norm_first } = attributes;
  const [example, place, at] = indexOf(index, batch_first);
  const { length } = placesOf(shapeOf(inputPorts[0] ?? ''), batch_first);
  const given = inputPorts.map((port) =>
    once((from) =>
      Array.from({ length }, (_, each) => input(port, indexOf([example, from, each], batch_first))),
    ),
  );

  const added = (x: Rows, part: Rows, mark: number): Rows =>
    once((from) => {
      const other = part(from);
      return x(from).map((each, to) =>
        named(`u${mark}`, [from, to], sum([each, ...other.slice(to, to + 1)])),
      );
    });
  const normed = (x: Rows, mark: number): Rows =>
    once((from) => {
      const all = x(from);
      const normal = standardised(all, layer_norm_eps, [mark, from]);
      return all.map((each, to) => {
        const scaled = product(normal(each), parameter(`norm${mark}.weight`, [to]));
        return named(`n${mark}`, [from, to], sum([scaled, parameter(`norm${mark}.bias`, [to])]));
      });
    });
  const attended = (x: Rows, { name, source }: Block): Rows => {
    const other = source === 0 ? x : (given[source] ?? x);
    return explainHeads({
      ...{ query: x, key: other, value: other, length, heads: nhead, bias: true },
      sources: placesOf(shapeOf(inputPorts[source] ?? ''), batch_first).places,
      isCausal: attributes.is_causal && source === 0,
      mask: attributes.mask && source === 0 ? maskRows(inputPorts.at(-1) ?? '', context) : undefined,
      parameter: (each, of) => parameter(`${name}.${each}`, of),
      mark: blocks.length > 1 ? String(source + 1) : '',
    }).answers;
  };
  const fedForward = (x: Rows): Rows =>
    once((from) => {
      const row = x(from);
      const active = Array.from({ length: dim_feedforward }, (_, unit) => {
        const terms = products(row, (each) => parameter('linear1.weight', [unit, each]));
        const all = named('p', [from, unit], sum([...terms, parameter('linear1.bias', [unit])]));
        return named('f', [from, unit], activation === 'relu' ? call('max', number(0), all) : geluOf(all));
      });
      return row.map((_, to) => {
        const terms = products(active, (each) => parameter('linear2.weight', [to, each]));
        return sum([...terms, parameter('linear2.bias', [to])]);
      });
    });

  const parts = [...blocks.map((block) => (x: Rows) => attended(x, block)), fedForward];
  const answers = parts.reduce(
    (x, part, step) =>
      norm_first
        ? added(x, part(normed(x, step + 1)), step + 1)
        : normed(added(x, part(x), step + 1), step + 1),
    given[0] ?? (() => []),
  );
  const found = answers(place)[at];
  if (!found) throw new RangeError(`no element ${index.join(', ')}`);
  // The number that is asked about is worked out, not named.
  return found.kind === 'named' ? found.of : found;
}

function geluOf(x: Expression): Expression {
  const curve = call('erf', quotient(x, call('sqrt', number(2))));
  return product(number(0.5), x, sum([number(1), curve]));
}
