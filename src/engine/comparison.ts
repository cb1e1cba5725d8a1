/** The last trace held against another run, here where all their numbers are: the window holds only the first of each. */
import type { CompareEvent, CompareRequest } from '#shared/contract/engine';
import { differ, type Difference } from '#shared/compare/differ';
import { problem } from '#shared/messages/problem';
import { sizeOf } from '#shared/tensor/shape';
import type { Tensor } from '#shared/tensor/tensor';

/** Turns no longer than this, so that a close is heard in between. */
const turnMs = 8;

type Values = ReadonlyMap<string, Tensor>;

export class Comparison {
  #kept: Values | undefined;

  /** Shares the values: nothing is copied. */
  keep(values: Values | undefined): void {
    this.#kept = values;
  }

  /** Emits what is found as it is found, and one of `done`, `stopped` or `failed`. */
  async compare(
    values: Values,
    { pairs, tolerance }: Pick<CompareRequest, 'pairs' | 'tolerance'>,
    emit: (event: CompareEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const kept = this.#kept;
    if (!kept) {
      emit({ kind: 'failed', problem: problem('kept-run-gone') });
      return;
    }
    const held = pairs.flatMap(([name, partner]) => {
      const [one, other] = [values.get(name), kept.get(partner)];
      return one && other ? [{ name, one, other }] : [];
    });
    const total = held.reduce((sum, { one }) => sum + sizeOf(one.shape), 0);
    let [before, done] = [0, 0];
    let differences: [string, Difference][] = [];
    const tell = (): void => {
      emit({ kind: 'compared', differences, done, total });
      differences = [];
    };
    let turnEnds = performance.now() + turnMs;
    for (const { name, one, other } of held) {
      done = before;
      const turns = differ(one, other, tolerance);
      let turn = turns.next();
      for (; !turn.done; turn = turns.next()) {
        done += turn.value;
        if (performance.now() < turnEnds) continue;
        tell();
        await new Promise(setImmediate);
        if (signal.aborted) {
          emit({ kind: 'stopped' });
          return;
        }
        turnEnds = performance.now() + turnMs;
      }
      differences.push([name, turn.value]);
      before += sizeOf(one.shape);
    }
    done = total;
    tell();
    emit({ kind: 'done' });
  }
}
