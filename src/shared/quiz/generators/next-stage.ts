/** Which stage reads what another answers. */
import {
  describeChoice,
  describeExplanation,
  describeMistake,
  describeQuestion,
} from '../../messages/questions';
import { isAsked, mixed, stagesOf, type Stage } from '../stages';
import type { Generator } from './define';

export const nextStage: Generator = {
  id: 'next-stage',
  make(context, random) {
    const all = stagesOf(context);
    // Where a wire leads to several stages, more than one choice would be right.
    const [stage] = mixed(random, all).filter(
      (each) => isAsked(context, each) && followersOf(all, each).length < 2 && hasOwnName(all, each),
    );
    if (!stage) return undefined;
    const [next] = followersOf(all, stage);
    if (next && !hasOwnName(all, next)) return undefined;
    const none = describeChoice('no-stage');
    const before = new Set(stage.inputs.map(({ edge }) => edge?.from.node));
    const others = all.filter((other) => other !== stage && other !== next);
    const [ahead, behind] = [
      (other: Stage) => before.has(other.node.id),
      (other: Stage) => !before.has(other.node.id),
    ];
    const wrong = [
      ...others.filter(ahead).map(({ name }) => ({ text: name, mistake: describeMistake('stage-before') })),
      ...mixed(random, others.filter(behind)).map(({ name }) => ({
        text: name,
        mistake: describeMistake('stage-elsewhere'),
      })),
    ];
    const nothing = { text: none, mistake: describeMistake('nothing-after') };
    return {
      text: describeQuestion('next-stage', { stage: stage.name }),
      right: next?.name ?? none,
      wrong: next ? [...wrong.slice(0, 2), nothing, ...wrong.slice(2)] : wrong,
      explanation: next
        ? describeExplanation('next-stage', { stage: stage.name, next: next.name })
        : describeExplanation('last-stage', { stage: stage.name }),
      about: { node: stage.node.id },
    };
  },
};

function followersOf(all: readonly Stage[], { node }: Stage): readonly Stage[] {
  return all.filter(({ inputs }) => inputs.some(({ edge }) => edge?.from.node === node.id));
}

/** Stages may be called alike; then a name says too little. */
function hasOwnName(all: readonly Stage[], stage: Stage): boolean {
  return all.every((other) => other === stage || other.name !== stage.name);
}
