/** This run held against another: one that was kept, the same on another provider, or another file's. */
import { compileTrace, feedsOf, type TraceProgram } from '#shared/compile/compile';
import type { Difference } from '#shared/compare/differ';
import { matchNames, matchNodes, type Answered, type Match } from '#shared/compare/match';
import { offerTo } from '#shared/compare/offer';
import { linesOf, standingOf } from '#shared/compare/standing';
import { usualTolerance, type Tolerance } from '#shared/compare/tolerance';
import type { CompareRequest, ProviderId } from '#shared/contract/engine';
import { completeNodes } from '#shared/document/complete';
import type { Document } from '#shared/document/document';
import { inferShapes, type Inference } from '#shared/document/infer';
import type { Value } from '#shared/layers/emit';
import { compareMessages } from '#shared/messages/compare';
import { problem, type Problem } from '#shared/messages/problem';
import { areShapesEqual } from '#shared/tensor/shape';
import type { Tensor } from '#shared/tensor/tensor';
import { answeredBy } from './answered';
import type { EngineClient } from './engine-client';
import type { Snapshot, Tracer } from './tracer.svelte';

/** What can be compared with: a run that was kept, another file, or another provider by its id. */
export type Choice = 'kept' | 'file' | ProviderId;

interface KeptRun {
  readonly snapshot: Snapshot;
  readonly provider: ProviderId;
}

interface OtherFile {
  readonly name: string;
  readonly document: Document;
  readonly inference: Inference;
  readonly program: TraceProgram;
}

/** Everything one comparison is made of. */
interface Wanted {
  readonly snapshot: Snapshot;
  readonly tolerance: Tolerance;
  /** Its values, and the other's. */
  readonly values: readonly Answered[];
  readonly match: Match;
  /** The other run: what it is known by, and how to have it run. */
  readonly key: readonly unknown[];
  readonly run: NonNullable<CompareRequest['run']>;
}

interface Found {
  readonly values: readonly Answered[];
  readonly match: Match;
  readonly differences: ReadonlyMap<string, Difference>;
}

export class Comparer {
  readonly #client: Pick<EngineClient, 'keep' | 'compare'>;
  readonly #tracer: Tracer;
  /** Ends an engine whose run nobody waits for any more. */
  readonly #restart: () => void;
  #kept = $state.raw<KeptRun | undefined>();
  #file = $state.raw<OtherFile | undefined>();
  #found = $state.raw<Found | undefined>();
  #close: (() => void) | undefined;
  /** Events of a comparison that is no longer wanted are passed over. */
  #turn = {};
  /** What the engine keeps is known by this. */
  #holds: readonly unknown[] = [];

  isOpen = $state(false);
  choice = $state<Choice>('kept');
  tolerance = $state.raw<Tolerance>(usualTolerance);
  phase = $state<'resting' | 'running' | 'comparing'>('resting');
  /** How much of it is compared, from 0 to 1. */
  share = $state(0);
  /** What kept it from being run or compared, or is to be known of it. */
  problem = $state.raw<Problem | undefined>();

  readonly lines = $derived(
    this.#found ? linesOf(this.#found.match, this.#found.values, this.#found.differences) : [],
  );
  readonly standing = $derived(standingOf(this.lines));
  /** The node that is lit on the canvas. */
  readonly first = $derived(this.standing.first);

  /** Undefined while nothing is to be compared, or one of the two is missing. */
  readonly wanted = $derived.by((): Wanted | undefined => {
    const { snapshot, state } = this.#tracer;
    if (!this.isOpen || !snapshot || state !== 'done') return undefined;
    const other = this.#otherOf(snapshot);
    return other && { snapshot, tolerance: this.tolerance, ...other };
  });

  constructor(client: Pick<EngineClient, 'keep' | 'compare'>, tracer: Tracer, restart: () => void) {
    this.#client = client;
    this.#tracer = tracer;
    this.#restart = restart;
  }

  get hasKept(): boolean {
    return this.#kept !== undefined;
  }
  get fileName(): string | undefined {
    return this.#file?.name;
  }
  /** A run that is over can be kept. */
  get canKeep(): boolean {
    return this.#tracer.state === 'done' && this.#tracer.snapshot !== undefined;
  }

  open(): void {
    this.isOpen = true;
  }

  choose(choice: Choice): void {
    if (choice !== this.choice) this.#forget();
    this.choice = choice;
  }

  /** This run is what later ones are held against. */
  keep(): void {
    const { snapshot, provider } = this.#tracer;
    if (!this.canKeep || !snapshot) return;
    this.#kept = { snapshot, provider };
    this.choose('kept');
    this.#holds = [this.#kept];
    void this.#client.keep('last trace');
  }

  /** Another file's network, run on the inputs of this one. */
  take(name: string, document: Document): void {
    const inference = inferShapes(document);
    this.#file = { name, document, inference, program: compileTrace(inference) };
    // What was found is about another.
    this.#forget();
    this.choice = 'file';
  }

  /** Call with what is wanted whenever that is something else. */
  follow(wanted: Wanted | undefined): void {
    this.#leave();
    if (!wanted) return;
    this.problem = undefined;
    if (wanted.match.pairs.length === 0) {
      this.#found = { ...wanted, differences: new Map() };
      this.problem = problem('nothing-in-common', {
        file: compareMessages.here,
        other: this.#file?.name ?? '',
      });
      return;
    }
    this.#compare(wanted);
  }

  /** Nothing of it is left; an engine that is still at the other run begins anew. */
  stop = (): void => {
    const isRunning = this.phase === 'running';
    this.#leave();
    const hasRun = this.#holds.length > 0;
    this.#holds = [];
    this.#kept = undefined;
    this.#file = undefined;
    this.#forget();
    this.choice = 'kept';
    this.isOpen = false;
    if (isRunning) this.#restart();
    else if (hasRun) void this.#client.keep('nothing');
  };

  #otherOf(snapshot: Snapshot): Pick<Wanted, 'values' | 'match' | 'key' | 'run'> | undefined {
    const values = answeredBy(snapshot.inference);
    if (this.choice === 'kept') {
      const kept = this.#kept;
      if (!kept) return undefined;
      const { program, feeds, inference } = kept.snapshot;
      const run = { provider: kept.provider, model: program.model, feeds: new Map(feeds) };
      return { values, match: matchNodes(values, answeredBy(inference)), key: [kept], run };
    }
    if (this.choice === 'file') {
      const file = this.#file;
      if (!file || file.program.ports.length === 0) return undefined;
      const feeds = feedsFor(file, snapshot);
      const match = matchNames(values, answeredBy(file.inference));
      const { provider } = this.#tracer;
      const inputs = inputsOf(file.inference).map(({ name }) => feeds.get(name));
      const run = { provider, model: file.program.model, feeds };
      return { values, match, key: [file, provider, ...inputs], run };
    }
    // Fed as the last trace was: the engine has all of that.
    const run = { provider: this.choice, model: snapshot.program.model };
    return { values, match: matchNodes(values, values), key: [this.choice, snapshot], run };
  }

  #compare(wanted: Wanted): void {
    const { values, match, tolerance, key, run } = wanted;
    const turn = (this.#turn = {});
    const isHeld = key.length === this.#holds.length && key.every((part, at) => part === this.#holds[at]);
    let differences = new Map<string, Difference>();
    // Whatever becomes of it, what was kept has made room.
    if (!isHeld) this.#holds = [];
    this.phase = isHeld ? 'comparing' : 'running';
    this.share = 0;
    this.#close = this.#client.compare(
      {
        ...(!isHeld && { run }),
        pairs: match.pairs.map(([one, other]): [string, string] => [one.value, other.value]),
        tolerance: { ...tolerance },
      },
      (event) => {
        if (this.#turn !== turn) return;
        switch (event.kind) {
          case 'ran':
            this.#holds = key;
            this.phase = 'comparing';
            this.problem = event.notice;
            return;
          case 'compared':
            differences = new Map([...differences, ...event.differences]);
            this.#found = { values, match, differences };
            this.share = event.total > 0 ? event.done / event.total : 1;
            return;
          case 'failed':
            // The engine is another one by now: what it kept can be run again.
            if (isHeld && event.problem.code === 'kept-run-gone') {
              this.#holds = [];
              this.#compare(wanted);
            } else this.#end(event.problem);
            return;
          default:
            this.#end(this.problem);
        }
      },
    );
  }

  #forget(): void {
    this.#found = undefined;
    this.problem = undefined;
  }

  #end(found: Problem | undefined): void {
    this.#close = undefined;
    this.phase = 'resting';
    this.problem = found;
  }

  #leave(): void {
    this.#close?.();
    this.#turn = {};
    this.#end(this.problem);
  }
}

function inputsOf(inference: Inference): readonly Value[] {
  return completeNodes(inference).flatMap(({ emission }) => emission.graphInputs);
}

/** The inputs of this network where the other has the same; its own where it takes something else. */
function feedsFor({ document, inference }: OtherFile, snapshot: Snapshot): Map<string, Tensor> {
  const feeds = feedsOf(document, inference);
  const offered = new Map(
    inputsOf(snapshot.inference).flatMap(({ name }): [string, Tensor][] => {
      const tensor = snapshot.feeds.get(name);
      return tensor ? [[name, tensor]] : [];
    }),
  );
  const inputs = new Map(inputsOf(inference).map((input) => [input.name, input]));
  for (const [{ name, dtype, shape }, tensor] of offerTo(inputs, offered))
    if (tensor.dtype === dtype && areShapesEqual(tensor.shape, shape)) feeds.set(name, tensor);
  return feeds;
}
