/** Rows to learn from that were sent in pieces: held until the sender wants others. */
import type { EngineRequest, TrainRequest, TrainRows } from '#shared/contract/engine';
import { problem, type Problem } from '#shared/messages/problem';

export interface HeldRows {
  /** Row after row. */
  readonly features: Float32Array;
  readonly targets: Float32Array;
}

/** A request with its rows at hand. */
export type HeldRequest = Omit<TrainRequest, 'rows' | 'validation'> & {
  readonly rows: HeldRows;
  readonly validation?:
    (Omit<NonNullable<TrainRequest['validation']>, 'rows'> & { readonly rows: HeldRows }) | undefined;
};

export class RowStore {
  readonly #held = new Map<number, HeldRows>();

  /** Takes in a piece. Errors: RangeError for one that lies outside of its set. */
  hold({ key, rows, from, features, targets, keeps }: Extract<EngineRequest, { kind: 'hold' }>): void {
    for (const other of [...this.#held.keys()])
      if (other !== key && !keeps.includes(other)) this.#held.delete(other);
    const width = features.length / targets.length;
    const held = this.#held.get(key) ?? {
      features: new Float32Array(rows * width),
      targets: new Float32Array(rows),
    };
    held.features.set(features, from * width);
    held.targets.set(targets, from);
    this.#held.set(key, held);
  }

  /** Errors: rows that are not held. */
  resolve(request: TrainRequest): HeldRequest | Problem {
    const { validation, ...rest } = request;
    const rows = this.#rowsOf(request.rows);
    const aside = validation && this.#rowsOf(validation.rows);
    if (!rows || (validation && !aside)) return problem('training-without-rows');
    return { ...rest, rows, ...(validation && aside && { validation: { ...validation, rows: aside } }) };
  }

  #rowsOf(rows: TrainRows): HeldRows | undefined {
    if ('held' in rows) return this.#held.get(rows.held);
    return { features: rows.features.values, targets: rows.targets };
  }
}
