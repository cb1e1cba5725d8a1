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

/** Letters of a path and of any other name in a sentence: the first of these that leave it short enough. */
const nameLimits = [
  { path: 200, name: 80 },
  { path: 200, name: 40 },
  { path: 200, name: 24 },
  { path: 60, name: 24 },
] as const;
/** Letters of a sentence that is read at a glance, and of one within another. */
const sentenceLimit = 300;
const proseLimit = 600;
/** What is told in words, not by a name. */
const prose: ReadonlySet<string> = new Set([
  ...['reason', 'sentence', 'why', 'alternative', 'place', 'gaps', 'options', 'names', 'inputs', 'issues'],
  ...['what', 'wanted', 'owner', 'columns', 'cells', 'shown', 'repair'],
]);

/** The same with what files and people say in it: on one line, in letters that are seen, and not too long to be read. */
export function fillShown<Text extends string>(
  text: Text,
  values: Readonly<Record<Names<Text>, string | number>>,
): string {
  const given = Object.entries<string | number>(values).map(
    ([name, value]) => [name, typeof value === 'string' ? plain(value) : value] as const,
  );
  const filled = (limits: (typeof nameLimits)[number]): string => {
    const shown = given.map(([name, value]) => [
      name,
      typeof value === 'string' ? cut(name, value, limits) : value,
    ]);
    return fill<string>(text, Object.fromEntries(shown) as Record<string, string | number>);
  };
  const whole = filled(nameLimits[0]);
  if (whole.length <= sentenceLimit) return whole;
  return nameLimits.map(filled).find((sentence) => Array.from(sentence).length <= sentenceLimit) ?? whole;
}

/** A path, a name, or words with names among them. */
function cut(name: string, value: string, limits: (typeof nameLimits)[number]): string {
  if (!prose.has(name)) return shorten(value, name === 'file' ? limits.path : limits.name);
  return shorten(
    value.replace(/\S+/g, (word) => shorten(word, limits.name)),
    proseLimit,
  );
}

/** Text on one line, without what is obeyed instead of shown: control characters and marks of direction. */
export function plain(text: string): string {
  return text
    .replace(/[\t\n\r\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, (letter) => {
      const code = letter.codePointAt(0) ?? 0;
      return `\\u{${code.toString(16)}}`;
    });
}

/** At most `length` letters: what is cut is cut from the middle, since names differ at both ends. */
export function shorten(text: string, length: number): string {
  // Each letter is one or two places of the text.
  if (text.length <= length) return text;
  const letters = Array.from(
    text.length > 2 * proseLimit ? text.slice(0, proseLimit) + text.slice(-proseLimit) : text,
  );
  const kept = (length - 1) / 2;
  return letters.length > length
    ? `${letters.slice(0, Math.ceil(kept)).join('')}…${letters.slice(letters.length - Math.floor(kept)).join('')}`
    : text;
}
