/** The arithmetic of one number of a sequence: every number on the way has a name and is worked out once. */
import { named, product, type Expression } from '../../tensor/expression';
import type { ExplainContext } from '../define';
import type { Cell } from './cell';
import {
  directions,
  placesOf,
  resultAt,
  sequenceOf,
  type Place,
  type Recurrent,
  type Result,
} from './sequence';

/** What each unit remembers after a step. */
type State = readonly (readonly Expression[])[];

export function explainSequence(cell: Cell, context: ExplainContext<Recurrent>): Expression {
  const { input, inputPorts, parameter, shapeOf, index, attributes, output } = context;
  const result = resultAt(output?.port ?? '');
  const { hidden_size: hidden, batch_first, bidirectional, bias } = attributes;
  const { steps, features } = sequenceOf(shapeOf('x'), batch_first);
  const [, ...starts] = inputPorts;
  const places = placesOf(attributes);
  const asked = numberAsked(index, result, attributes, steps);
  const known = new Map<string, State>();

  const below = (layer: number, step: number): readonly Expression[] =>
    layer === 0
      ? Array.from({ length: features }, (_, at) =>
          input('x', batch_first ? [asked.example, step, at] : [step, asked.example, at]),
        )
      : places
          .filter((place) => place.layer === layer - 1)
          .flatMap((place) =>
            stateAfter(place, step)
              .map(([h]) => h)
              .filter((h) => h !== undefined),
          );

  const stateBefore = (place: Place): State | undefined =>
    starts.length === 0
      ? undefined
      : Array.from({ length: hidden }, (_, unit) =>
          starts.map((port) => input(port, [places.indexOf(place), asked.example, unit])),
        );

  function stateAfter(place: Place, step: number): State {
    const key = `${place.suffix} ${step}`;
    const state = known.get(key) ?? work(place, step);
    known.set(key, state);
    return state;
  }

  function work(place: Place, step: number): State {
    const from = place.isReverse ? step + 1 : step - 1;
    const before = from >= 0 && from < steps ? stateAfter(place, from) : stateBefore(place);
    const x = below(place.layer, step);
    const h = (before ?? []).map(([each]) => each).filter((each) => each !== undefined);
    const mark = places.length > 1 ? String(places.indexOf(place) + 1) : '';
    return Array.from({ length: hidden }, (_, unit) => {
      const terms = (name: string, numbers: readonly Expression[]) => (gate: number) => {
        const row = gate * hidden + unit;
        const weight = `weight_${name}${place.suffix}`;
        const products = numbers.map((each, at) => product(each, parameter(weight, [row, at])));
        if (bias) products.push(parameter(`bias_${name}${place.suffix}`, [row]));
        return products;
      };
      return cell.explain({
        seen: terms('ih', x),
        heard: terms('hh', h),
        before: before?.[unit],
        name: (letter, of) => named(`${letter}${mark}`, [step, unit], of),
        attributes,
      });
    });
  }

  const last = places.slice(-directions(bidirectional).length);
  const place = asked.place === undefined ? last[asked.side] : places[asked.place];
  if (!place) throw new RangeError(`no element ${index.join(', ')}`);
  const step = asked.step ?? (place.isReverse ? 0 : steps - 1);
  const found = stateAfter(place, step)[asked.unit]?.[result === 'c_n' ? 1 : 0];
  if (!found) throw new RangeError(`no element ${index.join(', ')}`);
  // The number that is asked about is worked out, not named.
  return found.kind === 'named' ? found.of : found;
}

/** Which number of the result it is; without a step it is the one where the place ends. */
function numberAsked(
  index: readonly number[],
  result: Result,
  { batch_first, hidden_size: hidden }: Recurrent,
  steps: number,
): {
  readonly example: number;
  readonly step?: number;
  readonly place?: number;
  readonly side: number;
  readonly unit: number;
} {
  const [first = 0, second = 0, third = 0] = index;
  const within = (at: number) => ({ side: Math.floor(at / hidden), unit: at % hidden });
  switch (result) {
    case 'output':
      return batch_first
        ? { example: first, step: second, ...within(third) }
        : { example: second, step: first, ...within(third) };
    case 'last':
      return { example: first, step: steps - 1, ...within(second) };
    case 'h_n':
    case 'c_n':
      return { example: second, place: first, side: 0, unit: third };
  }
}
