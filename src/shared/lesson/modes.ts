/** The lenses there are, by name, in the order of their tabs. */
export const modes = [
  'Overview',
  'Build',
  'Data Flow',
  'Math',
  'Shapes',
  'Code',
  'Train',
  'Predict',
  'Quiz',
] as const;
export type Mode = (typeof modes)[number];
