/** Some sums worked out, one of them wrongly. */
import { describeExplanation, describeMistake, describeQuestion } from '../../messages/questions';
import { formatExpression, sourcesOf } from '../../tensor/expression';
import { formatTerm } from '../../tensor/number-format';
import type { QuizContext } from '../context';
import { equation } from '../equation';
import { tellingMistakes } from '../misconceptions';
import { isTellable, scaleOf } from '../numbers';
import { isAsked, mixed, pick, readings, someWorked, stagesOf, type Worked } from '../stages';
import type { Generator } from './define';

const longest = 72;
/** How much farther off a wrong sum is than other numbers that are told apart: rounding must not look like it. */
const clearly = 8;

export const wrongSum: Generator = {
  id: 'wrong-sum',
  make(context, random) {
    const all = mixed(random, stagesOf(context)).flatMap((stage) =>
      someWorked(context, stage, random, readings.few).filter(isShort),
    );
    const spoiled = spoil(context, all, (list) => pick(random, list));
    if (!spoiled) return undefined;
    const { worked, value, mistake } = spoiled;
    // Sums of the same stage first: they look most alike.
    const others = all
      .filter((other) => other !== worked)
      .sort((a, b) => Number(b.stage === worked.stage) - Number(a.stage === worked.stage));
    return {
      text: describeQuestion('wrong-sum'),
      right: written(worked, value),
      wrong: others.slice(0, 6).map((other) => ({
        text: written(other, other.value),
        mistake: describeMistake('not-wrong'),
      })),
      explanation: `${mistake} ${describeExplanation('wrong-sum')}`,
      equations: [equation(worked.expression, worked.value)],
      about: { node: worked.stage.node.id, index: worked.index },
    };
  },
};

interface Spoiled {
  readonly worked: Worked;
  readonly value: number;
  readonly mistake: string;
}

/** A sum with the value a misconception makes of it, clearly another than the right one. */
function spoil(
  context: QuizContext,
  all: readonly Worked[],
  choose: <T>(list: readonly T[]) => T | undefined,
): Spoiled | undefined {
  const candidates = all
    .filter(({ stage }) => isAsked(context, stage))
    .flatMap((worked): Spoiled[] => {
      const { expression, value } = worked;
      const clear = tellingMistakes(expression).filter((wrong) =>
        isTellable(wrong.value, value, clearly * scaleOf(expression)),
      );
      return clear.slice(0, 3).map((wrong) => ({ worked, ...wrong }));
    });
  return choose(candidates);
}

/** Long enough to be worked out, short enough to be read. */
function isShort({ expression }: Worked): boolean {
  const text = formatExpression(expression);
  return expression.kind !== 'number' && text.length <= longest && sourcesOf(expression).length > 1;
}

function written({ expression }: Worked, value: number): string {
  return `${formatExpression(expression)} = ${formatTerm(value)}`;
}
