/** What is known of an ONNX operator without computing it, and the notation it is written down in. */

export interface Port {
  /** As ONNX has it: `X`, `W`, `B`. */
  readonly name: string;
  readonly isOptional?: true;
  /** The last port, which stands for any number of values. */
  readonly isVariadic?: true;
  /** The one element type it takes, or `sequence`, `optional` or `map`; absent where several fit. */
  readonly type?: string;
}

export type AttributeType =
  | 'int'
  | 'float'
  | 'string'
  | 'tensor'
  | 'graph'
  | 'sparse_tensor'
  | 'type_proto'
  | 'ints'
  | 'floats'
  | 'strings'
  | 'tensors'
  | 'graphs';

export type AttributeDefault = number | string | readonly number[] | readonly string[];

export interface AttributeSpec {
  readonly type: AttributeType;
  /** What holds where a model says nothing; absent where that depends on other things, or means nothing. */
  readonly default?: AttributeDefault;
  readonly isRequired?: true;
}

export interface Operator {
  readonly type: string;
  /** Empty for ONNX's own. */
  readonly domain: string;
  /** The first set of the domain in which it has these ports and attributes. */
  readonly since: number;
  readonly family: string;
  /** One sentence, for a person who meets it for the first time. */
  readonly summary: string;
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
  readonly attributes: Readonly<Record<string, AttributeSpec>>;
}

/** Operators that are told of together: `{ Abs: 'Takes the sign away …' }`. */
export interface Family {
  readonly name: string;
  readonly domain: string;
  readonly sentences: Readonly<Record<string, string>>;
}

/** Since which set, the inputs, the outputs, and each attribute's type and default: `['int', 1]`, `['ints!']` if required. */
export type Entry = readonly [
  since: number,
  inputs: string,
  outputs: string,
  attributes: Readonly<
    Record<string, readonly [type: AttributeType | `${AttributeType}!`, value?: AttributeDefault]>
  >,
];

/** Every form an operator has had, the oldest first. */
export type Facts = Readonly<Record<string, readonly Entry[]>>;

/** `'data axes?:int64'`: ports in order, `?` optional, `...` variadic, then the one type they take. */
function readPorts(text: string): Port[] {
  return [...text.matchAll(/(\w+)(\?|\.{3})?(?::(\w+))?/g)].map(([, name = '', ending, type]) => ({
    name,
    ...(ending === '?' && { isOptional: true }),
    ...(ending === '...' && { isVariadic: true }),
    ...(type !== undefined && { type }),
  }));
}

function readAttributes(attributes: Entry[3]): Record<string, AttributeSpec> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, [type, value]]) => [
      name,
      {
        type: type.replace('!', '') as AttributeType,
        ...(value !== undefined && { default: value }),
        ...(type.endsWith('!') && { isRequired: true as const }),
      },
    ]),
  );
}

export function readOperator(
  type: string,
  { name, domain, sentences }: Family,
  [since, inputs, outputs, attributes]: Entry,
): Operator {
  return {
    ...{ type, domain, since, family: name, summary: sentences[type] ?? '' },
    inputs: readPorts(inputs),
    outputs: readPorts(outputs),
    attributes: readAttributes(attributes),
  };
}
