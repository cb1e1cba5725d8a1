/** What stands at the top of the window: its title, its menus, the nine modes. */

export const modeNames = {
  Overview: 'Overview',
  Build: 'Build',
  'Data Flow': 'Data Flow',
  Math: 'Math',
  Shapes: 'Shapes',
  Code: 'Code',
  Train: 'Train',
  Predict: 'Predict',
  Quiz: 'Quiz',
} as const;

export const headerMessages = {
  app: 'Layerloom',
  windowTitle: '{name} — Layerloom',
  unsaved: '· unsaved',
  lessonMinutes: '· {minutes} min',
  modes: 'Learning modes',
  undo: 'Undo',
  undoHelp: 'Undo (Ctrl Z)',
  redo: 'Redo',
  redoHelp: 'Redo (Ctrl Shift Z)',
  runOn: 'Run on',
  notRunOn: 'Why not elsewhere',

  openLesson: 'Open lesson',
  minutes: '{minutes} min',

  file: 'File',
  new: 'New',
  open: 'Open…',
  save: 'Save',
  saveAs: 'Save As…',
  insert: 'Insert model…',
  cutOut: 'Cut out as a network…',
  exportOnnx: 'Export ONNX…',
  recent: 'Recent files',

  view: 'View',
  systemTheme: 'Theme of this computer',
  lightTheme: 'Light',
  darkTheme: 'Dark',
  projector: 'Projector size',
  motion: 'Motion',
  help: 'Keys and help',
} as const;
