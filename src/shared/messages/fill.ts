/** Sentences are data: what differs from time to time stands in them as `{name}`. */

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

/** A brace that nobody fills stays, so that tests can find it. */
export function fill<Text extends string>(
  text: Text,
  values: Readonly<Record<Names<Text>, string | number>>,
): string {
  const given: Readonly<Record<string, string | number>> = values;
  return text.replace(/\{(\w+)\}/g, (brace, name: string) => String(given[name] ?? brace));
}

/** What stands before and after the only brace: for a sentence with a button or a picture in its middle. */
export function around(text: string): readonly [before: string, after: string] {
  const [before = '', after = ''] = text.split(/\{\w+\}/);
  return [before, after];
}
