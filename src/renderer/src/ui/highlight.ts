/** Python in pieces to colour, line by line, as Lezer's grammar reads them. */
import { highlightCode, tagHighlighter, tags } from '@lezer/highlight';
import { parser } from '@lezer/python';

export interface Piece {
  readonly text: string;
  /** `comment`, `keyword`, `number`, `string` or nothing. */
  readonly tone: string;
}

const tones = tagHighlighter([
  { tag: tags.comment, class: 'comment' },
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], class: 'keyword' },
  { tag: [tags.number, tags.bool, tags.null], class: 'number' },
  { tag: tags.string, class: 'string' },
]);

/** What the pieces of a line say together is the line. */
export function pythonPieces(lines: readonly string[]): readonly (readonly Piece[])[] {
  const code = lines.join('\n');
  const pieces: Piece[][] = [[]];
  highlightCode(
    code,
    parser.parse(code),
    tones,
    (text, tone) => pieces.at(-1)?.push({ text, tone }),
    () => pieces.push([]),
  );
  return pieces;
}
