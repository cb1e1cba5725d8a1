/**
 * What makes a document a lesson: `lesson.json` (how long, in which order, what is shown) and `lesson.md` (its text).
 * Text is Markdown with live values, as in `{{Linear 1 output}}`; its parts stand under headings of the first rank.
 */
import { strFromU8 } from 'fflate';
import * as v from 'valibot';
import { fillShown } from '../messages/fill';
import { problem, type Problem } from '../messages/problem';
import { lessonReasons } from '../messages/reasons';
import { parseJson } from '../tensor/parse-json';

const panels = ['Layers', 'Inspector'] as const;
export type LessonPanel = (typeof panels)[number];

const settingsSchema = v.object({
  minutes: v.pipe(v.number(), v.minValue(1), v.maxValue(600)),
  order: v.number(),
  /** What the lesson is about, in a word or two, and for whom. */
  topic: v.pipe(v.string(), v.maxLength(60)),
  level: v.picklist(['Beginner', 'Intermediate', 'Advanced']),
  /** The modes a learner sees, by name; all when it is not there. */
  modes: v.exactOptional(v.array(v.string())),
  /** Panels a learner does not see. */
  hides: v.exactOptional(v.array(v.picklist(panels)), []),
});
export type LessonSettings = v.InferOutput<typeof settingsSchema>;

export interface Lesson extends LessonSettings {
  /** What the network is for. */
  readonly about: string;
  /** What to press first. */
  readonly first: string;
  /** What happens at a stage, by the stage's name. */
  readonly stages: ReadonlyMap<string, string>;
  readonly insight: string;
  /** Where to go from here. */
  readonly next: string;
}

type Files = ReadonlyMap<string, Uint8Array>;

/** Those beside a document that make it a lesson. */
export function lessonFiles(files: Files): Files {
  return new Map([...files].filter(([name]) => /^(lesson\.(json|md)|quiz\.json)$/.test(name)));
}

/** `file` is where they lie. Errors: what is wrong with which of them. */
export function decodeLesson(files: Files, file: string): Lesson | Problem {
  const damaged = (reason: string): Problem => problem('file-damaged', { file, reason });
  const settings = files.get('lesson.json');
  const text = files.get('lesson.md');
  if (!settings || !text) return damaged(lessonReasons.files);
  const raw = parseJson(strFromU8(settings));
  if (raw === undefined) return damaged(lessonReasons.isNotJson);
  const parsed = v.safeParse(settingsSchema, raw);
  if (!parsed.success)
    return damaged(fillShown(lessonReasons.settings, { issues: v.summarize(parsed.issues) }));
  const parts = splitAt(strFromU8(text), '#');
  const missing = ['About', 'First', 'Key insight', 'Next'].find((name) => !parts.get(name));
  if (missing !== undefined) return damaged(fillShown(lessonReasons.noText, { heading: missing }));
  return {
    ...parsed.output,
    about: parts.get('About') ?? '',
    first: parts.get('First') ?? '',
    stages: splitAt(parts.get('Stages') ?? '', '##'),
    insight: parts.get('Key insight') ?? '',
    next: parts.get('Next') ?? '',
  };
}

/** Text by the heading of one rank it stands under. */
function splitAt(text: string, rank: '#' | '##'): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const part of `\n${text}`.split(`\n${rank} `).slice(1)) {
    const [heading = '', ...lines] = part.split('\n');
    parts.set(heading.trim(), lines.join('\n').trim());
  }
  return parts;
}
