/** The numbers a run is set by, and what of the settings is not as usual. */
import { initialTraining, type TrainingSettings } from '#shared/document/training-settings';

type Numeric = {
  [K in keyof TrainingSettings]-?: TrainingSettings[K] extends number ? K : never;
}[keyof TrainingSettings];

export interface Field {
  readonly name: Numeric;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly isWhole?: boolean;
  readonly help?: string;
}

export const essentials: readonly Field[] = [
  { name: 'rate', label: 'Learning rate', min: 1e-9, max: 1000 },
  { name: 'batch', label: 'Batch', min: 1, max: 100_000, isWhole: true },
  { name: 'epochs', label: 'Epochs', min: 1, max: 10_000, isWhole: true },
];

export const further: readonly Field[] = [
  {
    name: 'validation',
    label: 'Kept aside',
    min: 0,
    max: 0.9,
    help: 'Share of the rows that are scored and never trained on',
  },
  { name: 'seed', label: 'Seed', min: 0, max: 1_000_000_000, isWhole: true, help: 'Same seed, same numbers' },
  { name: 'momentum', label: 'Momentum', min: 0, max: 1 },
  {
    name: 'weightDecay',
    label: 'Weight decay',
    min: 0,
    max: 100,
    help: 'Of the optimiser, as PyTorch’s weight_decay',
  },
  {
    name: 'l1',
    label: 'L1 penalty',
    min: 0,
    max: 100,
    help: 'Adds l1 · Σ|w| over every parameter that learns to what is minimised; the loss shown is without it',
  },
  {
    name: 'l2',
    label: 'L2 penalty',
    min: 0,
    max: 100,
    help: 'Adds l2 · Σ w² over every parameter that learns to what is minimised; the loss shown is without it',
  },
];

/** What is set behind More, in a line. */
export function summarise(settings: TrainingSettings): string {
  const numbers = further
    .filter(({ name }) => name !== 'seed' && settings[name] !== initialTraining[name])
    .map(({ name, label }) => `${label.toLowerCase()} ${settings[name]}`);
  const { schedule, clip, clipLimit, nesterov, frozen } = settings;
  const count = Object.values(frozen).flat().length;
  return [
    ...numbers,
    ...(schedule === 'constant' ? [] : [`${schedule} schedule`]),
    ...(clip === 'none' ? [] : [`clipped by ${clip} at ${clipLimit}`]),
    ...(nesterov ? ['Nesterov'] : []),
    ...(count > 0 ? [`${count} frozen`] : []),
  ].join(' · ');
}
