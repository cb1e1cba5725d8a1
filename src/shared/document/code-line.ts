/** A network written out as text, line by line. */
import type { NodeId } from './document';

export interface CodeLine {
  readonly text: string;
  /** The node it is about, where it is about one. */
  readonly node?: NodeId;
}

export function textOf(lines: readonly CodeLine[]): string {
  return lines.map(({ text }) => `${text}\n`).join('');
}

/** Names come from people and files: without what would end a comment's line, or change how it reads. */
export function inComment(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ').trim();
}
