/** What the network says: which class, and how sure it is, where it says so. */
import { answersOf, completeNodes } from '../../document/complete';
import {
  describeChoice,
  describeExplanation,
  describeMistake,
  describeQuestion,
} from '../../messages/questions';
import { number, sum } from '../../tensor/expression';
import { formatNumber, formatTerm, parseNumber } from '../../tensor/number-format';
import { indexAt, sizeOf } from '../../tensor/shape';
import { numberAt } from '../../tensor/tensor';
import { equation } from '../equation';
import { formatList, isTellable } from '../numbers';
import type { Draft } from '../question';
import { isAsked, pick, stagesOf, type Stage } from '../stages';
import type { Generator } from './define';

const most = 10;

export const answer: Generator = {
  id: 'answer',
  make(context, random) {
    const ends = new Set(answersOf(completeNodes(context.inference)).map(({ node }) => node.id));
    const stage = pick(
      random,
      stagesOf(context).filter(
        (each) => ends.has(each.node.id) && isAsked(context, each) && isRow(each.shape.at(-1) ?? 1),
      ),
    );
    if (!stage) return undefined;
    const width = stage.shape.at(-1) ?? 1;
    const from = Math.floor(random.uniform(0, sizeOf(stage.shape) / width)) * width;
    const { classes } = context;
    const said = Array.from({ length: width }, (_, at): Said => ({
      name: nameOf(classes.length === width ? classes[at] : undefined, at),
      value: numberAt(stage.output, from + at),
      at,
    }));
    const ranked = [...said].sort((a, b) => b.value - a.value);
    const [best, second] = ranked;
    if (!best || !second || !isTellable(best.value, second.value, 0)) return undefined;
    const total = said.reduce((sum, { value }) => sum + value, 0);
    const areProbabilities = said.every(({ value }) => value >= 0) && Math.abs(total - 1) < 1e-4;
    return {
      facts: [
        formatList(
          said.map(({ value }) => value),
          most,
        ),
      ],
      ...(areProbabilities ? askProbability(stage, ranked) : askScores(stage, ranked)),
      about: { node: stage.node.id, index: indexAt(stage.shape, from + best.at) },
    };
  },
};

interface Said {
  readonly name: string;
  readonly value: number;
  readonly at: number;
}

/** A class that is called by a number needs a word beside it. */
function nameOf(name: string | undefined, at: number): string {
  return name === undefined || parseNumber(name) !== undefined
    ? describeChoice('class', { at: name ?? at })
    : name;
}

const isRow = (width: number): boolean => width > 1 && width <= most;
const percent = (share: number): string => formatNumber(share * 100, 1);
const sure = ({ name }: Said, share: number): string =>
  describeChoice('sure', { name, percent: percent(share) });

function askProbability(stage: Stage, ranked: readonly Said[]): Draft {
  const [best, second] = ranked as [Said, Said];
  const everyOther = ranked.slice(1).map((other) => ({
    text: sure(other, other.value),
    mistake: describeMistake('runner-up'),
  }));
  return {
    text: describeQuestion('answer-sure', { stage: stage.name }),
    right: sure(best, best.value),
    wrong: [
      ...everyOther.slice(0, 1),
      { text: sure(second, best.value), mistake: describeMistake('names-mixed-up') },
      { text: sure(best, 1), mistake: describeMistake('certain') },
      { text: sure(best, 1 / ranked.length), mistake: describeMistake('shared-evenly') },
      ...everyOther.slice(1),
    ],
    explanation: describeExplanation('answer-sure', { value: formatTerm(best.value) }),
    equations: [equation(sum(ranked.map(({ value }) => number(value))), 1)],
  };
}

function askScores(stage: Stage, ranked: readonly Said[]): Draft {
  const [best, second] = ranked as [Said, Said];
  const last = ranked.at(-1) ?? second;
  const greatest = (of: Said): string =>
    describeChoice('greatest', { name: of.name, value: formatNumber(of.value) });
  return {
    text: describeQuestion('answer-scores', { stage: stage.name }),
    right: greatest(best),
    wrong: [
      {
        text: describeChoice('smallest', { name: last.name, value: formatNumber(last.value) }),
        mistake: describeMistake('smallest'),
      },
      { text: sure(best, best.value), mistake: describeMistake('score-as-probability') },
      { text: sure(second, 1), mistake: describeMistake('score-as-probability') },
      { text: greatest(second), mistake: describeMistake('runner-up') },
    ],
    explanation: describeExplanation('answer', { name: best.name }),
    equations: [],
  };
}
