/** Problems: anything the app tells a person is wrong, as a code and the values its sentence needs. */
import { fillShown } from './fill';
import { problemMessages } from './problems';

export type ProblemCode = keyof typeof problemMessages;

/** What one click can do about a problem, in the words of the layer that found it. */
export type Repair =
  | { readonly kind: 'insert-layer'; readonly layer: string; readonly port: string }
  | {
      readonly kind: 'set-attribute';
      readonly attribute: string;
      readonly value: number | string | boolean | readonly number[];
    }
  | { readonly kind: 'remove-edge'; readonly edge: string }
  | { readonly kind: 'set-loss'; readonly loss: string }
  | { readonly kind: 'score'; readonly node: string; readonly name: string }
  /** A small network for rows of a shape, with so many answers. */
  | { readonly kind: 'network-for'; readonly row: readonly number[]; readonly answers: number }
  /** Every parameter learns again. */
  | { readonly kind: 'unfreeze' }
  /** Trains with these settings; the words on the button say which. */
  | {
      readonly kind: 'train-with';
      readonly words: string;
      readonly settings: Readonly<Record<string, string | number>>;
    }
  | { readonly kind: 'leave-out'; readonly column: string }
  | { readonly kind: 'fill-gaps' }
  | { readonly kind: 'take-as'; readonly answer: 'class' | 'number' }
  /** Every number of the table with this decimal sign, as a cell of it shows. */
  | {
      readonly kind: 'read-decimals';
      readonly decimal: 'point' | 'comma';
      readonly text: string;
      readonly value: number;
    }
  | { readonly kind: 'read-heading'; readonly isHeaded: boolean };

export interface Problem {
  readonly code: ProblemCode;
  /** Id of the node it is about, where it is about one. */
  readonly node?: string;
  readonly values: Readonly<Record<string, string | number>>;
  readonly repairs: readonly Repair[];
}

export function problem(
  code: ProblemCode,
  values: Problem['values'] = {},
  ...repairs: readonly Repair[]
): Problem {
  return { code, values, repairs };
}

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'repairs' in value;
}

/** The sentence a person reads: what is wrong, where, and the repair. */
export function describeProblem({ code, values }: Problem): string {
  return fillShown<string>(problemMessages[code], values);
}
