/** The quiz in front of the learner: what was asked about which network, what was answered, and what can be asked next. */
import type { Document } from '#shared/document/document';
import { isProblem, type Problem } from '#shared/messages/problem';
import { askAuthored, type AuthoredQuestion } from '#shared/quiz/authored';
import { createContext, withOtherInputs, type QuizContext, type Run } from '#shared/quiz/context';
import type { Question } from '#shared/quiz/question';
import { askNear, askOther, keyOf, questionsOf } from '#shared/quiz/quiz';
import type { EngineClient } from './engine-client';
import type { Trainer } from './trainer.svelte';

/** A question and how it was answered. */
export interface Asked {
  readonly question: Question;
  readonly chosen?: number;
  readonly isChecked?: boolean;
  /** The inputs it was made with, where they are others than the network's. */
  readonly inputs?: Document['inputs'];
}

const batch = 5;
/** Other inputs that are tried before a network is taken to have no more to ask. */
const redraws = 6;

export class Quiz {
  readonly #trainer: Trainer;
  readonly #authored: () => readonly AuthoredQuestion[];
  readonly #run: Run;
  #source: Iterator<Question> | undefined;
  /** How often other inputs were drawn. */
  #drawn = 0;
  /** Inputs of the questions that come next. */
  #inputs: Document['inputs'] | undefined;
  /** What belongs to a quiz that is over is passed over. */
  #turn = {};
  #context: QuizContext | undefined;
  /** The network that is asked about. */
  #about = $state.raw<Document | undefined>();

  asked = $state.raw<readonly Asked[]>([]);
  at = $state(0);
  /** The same seed asks the same questions. */
  seed = $state(1);
  isBusy = $state(false);
  problem = $state.raw<Problem | undefined>();
  /** How many of the lesson's own questions do not fit the network as it is. */
  unfit = $state(0);
  /** Counts the moves from one question to another, which the keyboard follows. */
  moves = $state(0);

  readonly current = $derived(this.asked[this.at]);
  readonly answered = $derived(this.asked.filter(({ isChecked }) => isChecked).length);
  readonly right = $derived(
    this.asked.filter(({ isChecked, chosen, question }) => isChecked && chosen === question.answer).length,
  );
  /** The network is another than the one it was asked about. */
  readonly isStale = $derived.by(
    () => this.#about !== undefined && !isSameNetwork(this.#about, this.#trainer.document),
  );

  constructor(client: EngineClient, trainer: Trainer, authored: () => readonly AuthoredQuestion[]) {
    this.#trainer = trainer;
    this.#authored = authored;
    this.#run = async (model, feeds) => {
      const reply = await client.run(model, feeds);
      return reply.ok ? reply.value : reply.problem;
    };
  }

  /** Whether questions have to be made: there are none, or nobody has answered those about an earlier network. */
  get isWanted(): boolean {
    return this.#about === undefined || (this.isStale && this.answered === 0);
  }

  /** Questions about the network as it is: the lesson's own, or made ones where it has none. */
  async start(seed = this.seed): Promise<void> {
    const { document, results } = this.#trainer;
    const turn = this.#begin(seed);
    this.#about = document;
    const context = await createContext(document, this.#run, results);
    if (this.#turn !== turn) return;
    this.problem = isProblem(context) ? context : undefined;
    if (isProblem(context)) {
      this.isBusy = false;
      return;
    }
    this.#context = context;
    this.#source = questionsOf(context, seed)[Symbol.iterator]();
    const own: Asked[] = [];
    for (const authored of this.#authored()) {
      const question = await askAuthored(context, authored, this.#run);
      if (!isProblem(question)) own.push({ question });
    }
    const made = own.length > 0 ? own : await this.#make(batch, []);
    if (this.#turn !== turn) return;
    this.asked = made;
    this.unfit = this.#authored().length - own.length;
    this.isBusy = false;
  }

  reset(): void {
    this.#begin(1);
    this.isBusy = false;
  }

  goTo(at: number): void {
    this.at = at;
    this.moves++;
  }

  /** The next question; after the last, more are made. */
  async next(): Promise<void> {
    const turn = this.#turn;
    if (this.at === this.asked.length - 1) await this.#add();
    if (this.#turn !== turn) return;
    if (this.at < this.asked.length - 1) this.goTo(this.at + 1);
  }

  choose(chosen: number): void {
    this.#change({ chosen, isChecked: false });
  }
  check(): void {
    if (this.current?.chosen !== undefined) this.#change({ isChecked: true });
  }
  /** The same question once more. */
  retry(): void {
    const { current } = this;
    if (!current) return;
    const { chosen: _, isChecked: __, ...unanswered } = current;
    this.asked = this.asked.with(this.at, unanswered);
    this.moves++;
  }

  /** A question of the same kind with other numbers comes next. */
  async askAgain(): Promise<void> {
    const { current } = this;
    const turn = this.#turn;
    if (!current || !this.#context) return;
    this.isBusy = true;
    const found = await this.#findOther(current.question);
    if (this.#turn !== turn) return;
    this.isBusy = false;
    if (!found) return;
    this.asked = this.asked.toSpliced(this.at + 1, 0, found);
    this.goTo(this.at + 1);
  }

  #begin(seed: number): object {
    this.#turn = {};
    this.#source = undefined;
    this.#drawn = 0;
    this.#inputs = undefined;
    this.#context = undefined;
    this.#about = undefined;
    this.problem = undefined;
    this.seed = seed;
    this.asked = [];
    this.at = 0;
    this.moves = 0;
    this.unfit = 0;
    this.isBusy = true;
    return this.#turn;
  }

  #change(change: Partial<Asked>): void {
    const { current } = this;
    if (current) this.asked = this.asked.with(this.at, { ...current, ...change });
  }

  async #add(): Promise<void> {
    const turn = this.#turn;
    this.isBusy = true;
    const made = await this.#make(batch, this.asked);
    if (this.#turn !== turn) return;
    this.asked = [...this.asked, ...made];
    this.isBusy = false;
  }

  /** Questions that were not asked yet; when the network's numbers give no more, others are sent through it. */
  async #make(count: number, before: readonly Asked[]): Promise<readonly Asked[]> {
    const turn = this.#turn;
    const known = new Set(before.map(({ question }) => keyOf(question)));
    const made: Asked[] = [];
    for (let dry = 0; made.length < count && dry < redraws;) {
      const next = this.#source?.next();
      if (next && !next.done) {
        const question = next.value;
        if (known.has(keyOf(question))) continue;
        known.add(keyOf(question));
        made.push({ question, ...(this.#inputs && { inputs: this.#inputs }) });
        continue;
      }
      dry++;
      const other = await this.#otherContext();
      if (!other || this.#turn !== turn) break;
      this.#inputs = other.document.inputs;
      this.#source = questionsOf(other, this.seed + this.#drawn)[Symbol.iterator]();
    }
    return made;
  }

  /** Other numbers of this run, else of a run with other inputs; else another kind of question about the same place. */
  async #findOther(question: Question): Promise<Asked | undefined> {
    const context = this.#context;
    if (!context) return undefined;
    const known = new Set(this.asked.map((asked) => keyOf(asked.question)));
    for (const find of [askOther, askNear]) {
      const own = find(context, question, this.moves + 1, known);
      if (own) return { question: own };
      for (let turn = 0; turn < redraws; turn++) {
        const redrawn = await this.#otherContext();
        const found = redrawn && find(redrawn, question, this.moves + 1, known);
        if (found) return { question: found, inputs: redrawn.document.inputs };
      }
    }
    return undefined;
  }

  async #otherContext(): Promise<QuizContext | undefined> {
    const context = this.#context;
    if (!context) return undefined;
    this.#drawn++;
    const document = withOtherInputs(context.document, this.seed * 1000 + this.#drawn);
    const other = await createContext(document, this.#run, context.epochs);
    return isProblem(other) ? undefined : other;
  }
}

/** Where layers lie on the canvas makes no other network. */
function isSameNetwork(a: Document, b: Document): boolean {
  if (a.parameters !== b.parameters || a.inputs !== b.inputs || a.edges !== b.edges || a.seed !== b.seed) {
    return false;
  }
  const parts = ({ id, kind, name, stage, attributes, isBypassed }: Document['nodes'][number]) => [
    ...[id, kind, name, stage, attributes, isBypassed],
  ];
  return (
    a.nodes.length === b.nodes.length &&
    a.nodes.every((node, at) => {
      const other = b.nodes[at];
      const theirs = other ? parts(other) : [];
      return parts(node).every((part, place) => part === theirs[place]);
    })
  );
}
