/** How many parameters the whole network learns. */
import {
  describeExplanation,
  describeMistake,
  describeQuestion,
  type MistakeCode,
} from '../../messages/questions';
import { number, sum } from '../../tensor/expression';
import { sizeOf } from '../../tensor/shape';
import { counting } from '../equation';
import { stagesOf } from '../stages';
import type { Generator } from './define';
import { countOf, countWithoutBiases } from './parameter-count';

export const parameterTotal: Generator = {
  id: 'parameter-total',
  make(context) {
    const stages = stagesOf(context);
    const learning = stages.filter((stage) => countOf(stage) > 0);
    if (context.focus !== undefined || learning.length < 2) return undefined;
    const counts = learning.map(countOf);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const wrong: readonly (readonly [MistakeCode, number])[] = [
      ['bias-forgotten', learning.reduce((sum, stage) => sum + countWithoutBiases(stage), 0)],
      ['largest-layer-only', Math.max(...counts)],
      ['outputs-counted', stages.reduce((sum, { shape }) => sum + sizeOf(shape.slice(1)), 0)],
      ['one-more', total + 1],
      ['miscounted', total + learning.length],
    ];
    return {
      text: describeQuestion('parameter-total'),
      right: String(total),
      wrong: wrong
        .filter(([, count]) => count > 0)
        .map(([code, count]) => ({ text: String(count), mistake: describeMistake(code) })),
      explanation: describeExplanation('parameter-total', {
        stages: learning.map((stage) => `${stage.name} (${countOf(stage)})`).join(', '),
      }),
      equations: [counting(sum(counts.map((count) => number(count))))],
    };
  },
};
