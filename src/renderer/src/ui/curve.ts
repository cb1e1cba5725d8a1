/** What a chart of a run draws. */
export interface CurvePoint {
  /** Epochs from the start, also in between. */
  readonly x: number;
  readonly y: number;
}

export interface Curve {
  readonly loss: readonly CurvePoint[];
  readonly accuracy: readonly CurvePoint[];
  /** Of the rows kept aside. */
  readonly lossAside: readonly CurvePoint[];
  readonly accuracyAside: readonly CurvePoint[];
}
