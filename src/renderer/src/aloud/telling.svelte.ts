/** What changes, in words: the step, the number chosen and its sum, problems that come and go, the end of a run. */
import { announcerMessages as messages } from '#shared/messages/announcer';
import { commonMessages } from '#shared/messages/common';
import { fill } from '#shared/messages/fill';
import { describeProblem } from '#shared/messages/problem';
import { offsetAt } from '#shared/tensor/shape';
import { formatTerm } from '#shared/tensor/number-format';
import { shortValue, valueAt } from '#shared/tensor/value';
import { describeAnswer } from '../ui/shapes';
import { formatShort } from '../ui/sum';
import { lightsOf, nameOfEnd, tensorOf } from '../state/lights';
import type { Session } from '../state/session.svelte';

/** As many are told one by one. */
const mostProblems = 3;

export class Telling {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Where the person is in the forward pass. */
  readonly step = $derived.by((): string => {
    const { stepper, stages } = this.#session;
    const { current, index } = stepper;
    if (current === undefined || index < 0) return '';
    return fill(messages.step, {
      at: index + 1,
      count: stages.length,
      name: this.#session.nameOf(current),
    });
  });

  /** The chosen number as it stands on screen, and what it is the sum of. */
  readonly number = $derived.by((): string => {
    const session = this.#session;
    const { number } = session.selection;
    if (!number) return '';
    const tensor = tensorOf(session, number.node, number.port);
    const value = tensor && valueAt(tensor, offsetAt(tensor.shape, number.index));
    if (value === undefined) return '';
    const said = fill(messages.number, {
      name: nameOfEnd(session, number),
      index: number.index.join(', '),
      value: shortValue(value),
    });
    const lights = lightsOf(session);
    if (lights?.node !== number.node || lights.expression.kind === 'number') return said;
    const sum = fill(messages.sum, {
      sum: formatShort(lights.expression),
      value: typeof value === 'number' ? formatTerm(value) : shortValue(value),
    });
    return `${said} ${sum}`;
  });

  /** By what they are about, so that a number typed on does not make another of them. */
  readonly problems = $derived.by((): ReadonlyMap<string, string> => {
    const { problems } = this.#session.editor.inference;
    return new Map(problems.map((found) => [`${found.node ?? ''} ${found.code}`, describeProblem(found)]));
  });

  /** Of a run that is done. */
  get ran(): string {
    const { pipeline } = this.#session;
    const last = pipeline.at(-1);
    if (!last?.emission) return '';
    return fill(messages.ran, {
      count: pipeline.length,
      name: this.#session.nameOf(last.node.id),
      shape: describeAnswer(last.emission.output),
    });
  }

  /** What has come since, and that nothing is left of what there was. */
  changed(before: ReadonlyMap<string, string>): string {
    const now = this.problems;
    const fresh = [...now].filter(([key]) => !before.has(key)).map(([, text]) => text);
    const gone = [...before.keys()].filter((key) => !now.has(key)).length;
    const more = fresh.length - mostProblems;
    return [
      ...fresh.slice(0, mostProblems),
      ...(more > 0 ? [fill(commonMessages.more, { count: more })] : []),
      ...(gone > 0 ? [now.size === 0 ? messages.allMended : fill(messages.mended, { count: gone })] : []),
    ].join(' ');
  }
}
