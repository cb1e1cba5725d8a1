/** What the dialogs ask and say. */

export const dialogMessages = {
  // Before another document takes the place of unsaved work.
  saveFirst: 'Save “{name}” first?',
  saveFirstWhy: 'It has changes that are in no file yet.',
  save: 'Save',
  dontSave: 'Don’t save',
  cancel: 'Cancel',

  // While long work is done beside the window.
  underWay: '{title} …',

  // Before a file is overwritten that is not as it was.
  changed: '“{name}” was changed by another program',
  changedWhy:
    'What is on disk now was never shown here. Overwriting loses it; reloading loses what you changed here.',
  removed: '“{name}” is no longer there',
  removedWhy: 'It was moved, renamed or deleted. Your work is still here.',
  'not-a-file': '“{name}” is a folder now',
  'not-a-fileWhy': 'It cannot be saved there. Your work is still here; save it under another name.',
  'read-only': '“{name}” is read-only',
  'read-onlyWhy': 'Someone protected it against changes. It stays read-only when it is overwritten.',
  saveAs: 'Save as…',
  reload: 'Reload',
  overwrite: 'Overwrite',
  overwriteAnyway: 'Overwrite anyway',
  saveAgain: 'Save again',

  // Before a run ends with the window.
  stillTraining: 'The network is still training',
  stillTrainingWhy:
    'Closing ends the run. What it has learned so far is kept and comes back at the next start; the curve is not.',
  keepTraining: 'Keep training',
  stopAndClose: 'Stop and close',

  find: 'Find a layer',
  findPlaceholder: 'Name, kind, attribute, shape or type',
  nothingCalled: 'Nothing is called “{query}”.',

  help: 'Help',
  helpFirst:
    'Press Run, then step through the stages with the arrows at the bottom. Click any number to read the sum that made it; change an input or a weight and every number follows.',
  close: 'Close',

  tryAgain: 'Try again',
  notices: 'Notices',
  dismiss: 'Dismiss',
  moreNotices: '{count} more before these',
} as const;
