/** What is said of what is copied and pasted. */

export const pasteMessages = {
  /** Of the text on the clipboard, for whoever reads it. */
  title: 'Part of a network',
  copied: 'What was copied',
  noNumbers: 'its numbers are not written as they should be',
  inPart:
    'The numbers of what was copied are too many for the clipboard: pasted in another window, they are drawn afresh.',
} as const;

export const pasteProblems = {
  'paste-nothing': 'The clipboard holds no text, so nothing was pasted. Copy layers or notes first.',
  'paste-is-table':
    'What was copied is a table of {rows} rows, and the canvas takes layers and notes. Save the table as a .csv file and drop it on the window to learn from it.',
  'paste-is-text':
    'What was copied is the text “{text}”, and the canvas takes layers and notes. Add a note with Shift+N to write it down.',
  'paste-damaged': 'What was copied cannot be pasted: {reason}. Copy it again; nothing here was changed.',
  'paste-too-large':
    'What was copied is too long a text to be layers of a network. Copy less; nothing here was changed.',
} as const;
