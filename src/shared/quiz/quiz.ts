/** Quizzes: questions of many kinds about many stages, made from a seed; the same seed gives the same quiz. */
import type { NodeId } from '../document/document';
import { createRandom, shuffled } from '../tensor/random';
import type { QuizContext } from './context';
import type { Generator } from './generators/define';
import { generators } from './generators/index';
import { settleQuestion, type Question } from './question';

/** Seeds tried for a question before its kind is passed over. */
const tries = 4;
/** Rounds without a new question before a network is taken to have given all. */
const dryRounds = 3;

/** The question a kind makes of a seed; undefined where the network gives nothing to ask. */
export function ask(context: QuizContext, { id, make }: Generator, seed: number): Question | undefined {
  const draft = make(context, createRandom(seed, id));
  return draft && settleQuestion(draft, id, seed);
}

/** Question after question, until the network gives no new one: every kind once before any comes again. */
export function* questionsOf(context: QuizContext, seed: number): Iterable<Question> {
  const asked = new Set<string>();
  const timesAbout = new Map<NodeId | undefined, number>();
  const times = ({ about }: Question): number => timesAbout.get(about?.node) ?? 0;
  for (let round = 0, dry = 0; dry < dryRounds; round++) {
    dry++;
    const order = [...shuffled(generators.length, seed, `round ${round}`)];
    for (const at of order) {
      const generator = generators[at];
      if (!generator) continue;
      const found = Array.from({ length: tries }, (_, attempt) =>
        ask(context, generator, (seed * 131 + round) * tries + attempt),
      ).flatMap((question) => (question && !asked.has(keyOf(question)) ? [question] : []));
      // Of several, the one about what was asked about least.
      const [question] = found.sort((a, b) => times(a) - times(b));
      if (!question) continue;
      asked.add(keyOf(question));
      timesAbout.set(question.about?.node, times(question) + 1);
      dry = 0;
      yield question;
    }
  }
}

/** Fewer than asked for where the network is too small for more. */
export function makeQuiz(context: QuizContext, seed: number, count: number): readonly Question[] {
  const quiz: Question[] = [];
  if (count <= 0) return quiz;
  for (const question of questionsOf(context, seed)) {
    quiz.push(question);
    if (quiz.length === count) break;
  }
  return quiz;
}

/** What makes two questions the same: what is asked and what is right. */
export function keyOf({ text, facts, choices, answer }: Question): string {
  return [text, ...facts, choices[answer]?.text].join('\n');
}

/** A question of the same kind that was not asked yet, with other numbers. */
export function askOther(
  context: QuizContext,
  { generator: id }: Pick<Question, 'generator'>,
  seed: number,
  asked: ReadonlySet<string>,
): Question | undefined {
  const own = generators.filter((generator) => generator.id === id);
  return askAny(context, own, seed, asked);
}

/** A question of any kind about the same node that was not asked yet. */
export function askNear(
  context: QuizContext,
  { about }: Pick<Question, 'about'>,
  seed: number,
  asked: ReadonlySet<string>,
): Question | undefined {
  return askAny(about ? { ...context, focus: about.node } : context, generators, seed, asked);
}

function askAny(
  context: QuizContext,
  kinds: readonly Generator[],
  seed: number,
  asked: ReadonlySet<string>,
): Question | undefined {
  for (let attempt = 0; attempt < 2 * tries; attempt++) {
    for (const at of shuffled(kinds.length, seed, `kind ${attempt}`)) {
      const kind = kinds[at];
      const question = kind && ask(context, kind, seed * 2 * tries + attempt);
      if (question && !asked.has(keyOf(question))) return question;
    }
  }
  return undefined;
}
