/** The numbers a run is set by, and what of the settings is not as usual. */
import { initialTraining, trainingLimits, type TrainingSettings } from '#shared/document/training-settings';
import { fill } from '#shared/messages/fill';
import { trainMessages } from '#shared/messages/train';
import type { Limits } from '#shared/tensor/limits';
import { parseNumber } from '#shared/tensor/number-format';

type Numeric = {
  [K in keyof TrainingSettings]-?: TrainingSettings[K] extends number ? K : never;
}[keyof TrainingSettings];

export interface Field extends Limits {
  readonly name: Numeric;
  readonly label: string;
  readonly help?: string;
}

export const essentials: readonly Field[] = [
  { name: 'rate', label: trainMessages.rate, ...trainingLimits.rate },
  { name: 'batch', label: trainMessages.batch, ...trainingLimits.batch },
  { name: 'epochs', label: trainMessages.epochs, ...trainingLimits.epochs },
];

export const further: readonly Field[] = [
  {
    name: 'validation',
    label: trainMessages.validation,
    ...trainingLimits.validation,
    help: trainMessages.validationHelp,
  },
  {
    name: 'seed',
    label: trainMessages.seed,
    min: 0,
    max: 1_000_000_000,
    isWhole: true,
    help: trainMessages.seedHelp,
  },
  { name: 'momentum', label: trainMessages.momentum, ...trainingLimits.momentum },
  {
    name: 'weightDecay',
    label: trainMessages.weightDecay,
    ...trainingLimits.weightDecay,
    help: trainMessages.weightDecayHelp,
  },
  {
    name: 'l1',
    label: trainMessages.l1,
    ...trainingLimits.l1,
    help: trainMessages.l1Help,
  },
  {
    name: 'l2',
    label: trainMessages.l2,
    ...trainingLimits.l2,
    help: trainMessages.l2Help,
  },
];

/** Of losses that take it. */
export const labelSmoothing: Field = {
  name: 'labelSmoothing',
  label: trainMessages.labelSmoothing,
  ...trainingLimits.labelSmoothing,
  help: trainMessages.labelSmoothingHelp,
};

/** Numbers above zero with spaces between; undefined for anything else. */
export function parseWeights(text: string): readonly number[] | undefined {
  const numbers =
    text.trim() === ''
      ? []
      : text
          .trim()
          .split(/[\s;]+/)
          .map(parseNumber);
  const areWeights = numbers.every((number) => number !== undefined && number > 0 && number <= 1e6);
  return areWeights ? numbers.filter((number) => number !== undefined) : undefined;
}

/** What is set behind More, in a line. */
export function summarise(settings: TrainingSettings): string {
  const numbers = [...further, labelSmoothing]
    .filter(({ name }) => name !== 'seed' && settings[name] !== initialTraining[name])
    .map(({ name, label }) => `${label.toLowerCase()} ${settings[name]}`);
  const { schedule, clip, clipLimit, nesterov, frozen, classWeights } = settings;
  const weights = classWeights.join(' ');
  const count = Object.values(frozen).flat().length;
  return [
    ...numbers,
    ...(schedule === 'constant' ? [] : [fill(trainMessages.changedSchedule, { schedule })]),
    ...(clip === 'none' ? [] : [fill(trainMessages.changedClip, { clip, clipLimit })]),
    ...(weights === '' ? [] : [fill(trainMessages.changedWeights, { weights })]),
    ...(nesterov ? [trainMessages.nesterov] : []),
    ...(count > 0 ? [fill(trainMessages.changedFrozen, { count })] : []),
  ].join(' · ');
}
