/** `loom quiz LESSON`: the lesson's own questions, then some made from its numbers; the same seed, the same quiz. */
import { isProblem, type Problem } from '#shared/messages/problem';
import { askAuthored, readQuestions } from '#shared/quiz/authored';
import { createContext, type Run } from '#shared/quiz/context';
import { explainInFull, type Question } from '#shared/quiz/question';
import { makeQuiz } from '#shared/quiz/quiz';
import type { Tensor } from '#shared/tensor/tensor';
import { createEngine } from './engine-host';
import { openLayers } from './open-model';
import { print, printLine } from './output';
import type { QuizJob, Teller } from './protocol';

const generated = 10;

/** Errors: why nothing can be asked about it. */
export async function quiz(job: QuizJob, tell: Teller): Promise<Problem | undefined> {
  const opened = await openLayers(job.model);
  if (isProblem(opened)) return opened;
  for (const note of opened.notes) tell.note(note);
  const authored = readQuestions(opened.files, job.model.shown);
  if (isProblem(authored)) return authored;
  const engine = await createEngine();
  const run: Run = async (model, feeds) => {
    const reply = await engine.answer({ kind: 'run', model, feeds: new Map(feeds) });
    return reply.ok ? (reply.value as ReadonlyMap<string, Tensor>) : reply.problem;
  };
  const context = await createContext(opened.document, run);
  if (isProblem(context)) return context;
  const questions: Question[] = [];
  for (const each of authored) {
    const asked = await askAuthored(context, each, run);
    if (isProblem(asked)) tell.note(asked);
    else questions.push(asked);
  }
  questions.push(...makeQuiz(context, job.seed, generated));
  tell.ran();
  for (const [at, question] of questions.entries()) {
    if (job.isJson) printLine(asLine(question));
    else print(`${at > 0 ? '\n' : ''}${asText(question, at + 1)}`);
  }
  return undefined;
}

function asLine(question: Question): object {
  const { text, facts, choices, answer, generator, about } = question;
  return {
    question: text,
    facts,
    choices: choices.map((choice) => choice.text),
    answer: choices[answer]?.text,
    answerIndex: answer,
    explanation: explainInFull(question),
    kind: generator,
    ...(about && { about }),
  };
}

function asText(question: Question, number: number): string {
  const { text, facts, choices, answer } = question;
  const letter = (at: number): string => String.fromCharCode(65 + at);
  return [
    `${number}. ${text}`,
    ...facts.map((fact) => `   ${fact}`),
    ...choices.map((choice, at) => `   ${letter(at)}  ${choice.text}`),
    `   Answer: ${letter(answer)}. ${explainInFull(question)}`,
    '',
  ].join('\n');
}
