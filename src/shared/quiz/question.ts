/** A question as a value: what is asked, the choices, which one is right, and why. Nobody types in what is right. */
import type { NodeId } from '../document/document';
import { shuffled } from '../tensor/random';
import { formatEquation, type Equation } from './equation';

export interface Choice {
  readonly text: string;
  /** What is wrong with it; of the right choice nothing is. */
  readonly mistake?: string;
}

/** Where in the network the question leads. */
export interface Place {
  readonly node: NodeId;
  /** One number of what the node answers. */
  readonly index?: readonly number[];
}

export interface Question {
  /** What made it: with another seed it asks again with other numbers. */
  readonly generator: string;
  readonly seed: number;
  readonly text: string;
  /** Numbers to work with, a line each. */
  readonly facts: readonly string[];
  readonly choices: readonly Choice[];
  /** Which of the choices is right. */
  readonly answer: number;
  readonly explanation: string;
  /** The arithmetic of the explanation. */
  readonly equations: readonly Equation[];
  readonly about?: Place;
}

/** A question before its choices are put in an order; the wrong ones best first. */
export interface Draft extends Pick<Question, 'text' | 'explanation'> {
  readonly facts?: readonly string[];
  readonly right: string;
  readonly wrong: readonly Required<Choice>[];
  readonly equations?: readonly Equation[];
  readonly about?: Place;
}

const fewestWrong = 2;
const mostWrong = 3;

/** Undefined when too few wrong choices are left that can be told from the right one and from each other. */
export function settleQuestion(draft: Draft, generator: string, seed: number): Question | undefined {
  const { text, right, explanation, facts = [], equations = [], about } = draft;
  const taken = new Set([right]);
  const wrong = draft.wrong.filter((choice) => !taken.has(choice.text) && taken.add(choice.text));
  if (wrong.length < fewestWrong) return undefined;
  const inOrder: Choice[] = [{ text: right }, ...wrong.slice(0, mostWrong)];
  const order = [...shuffled(inOrder.length, seed, `${generator} choices`)];
  return {
    ...{ generator, seed, text, facts, explanation, equations },
    choices: order.flatMap((at) => inOrder[at] ?? []),
    answer: order.indexOf(0),
    ...(about && { about }),
  };
}

/** The explanation with its arithmetic, in one line. */
export function explainInFull({ explanation, equations }: Question): string {
  return [explanation, ...equations.map(formatEquation)].join(' ');
}
