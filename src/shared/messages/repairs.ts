/** What one click does about a problem, as the words on the button. */
import { fill } from './fill';
import type { Repair } from './problem';

const repairMessages = {
  'set-attribute': 'Set {attribute} to {value}',
  'insert-layer': 'Insert {layer}',
  'remove-edge': 'Remove the wire',
  'set-loss': 'Use {loss}',
  score: 'Score {name}',
  'network-for': 'Make a network for these rows',
  unfreeze: 'Unfreeze all',
  'leave-out': 'Leave out {column}',
  'fill-gaps': 'Fill the gaps',
  'take-as-class': 'Take them as classes',
  'take-as-number': 'Take them as numbers',
  'read-decimals': 'Read “{text}” as {value}',
  'read-heading': 'Take the first row as the heading',
  'read-no-heading': 'Take the first row as data',
} as const;

export function describeRepair(repair: Repair): string {
  switch (repair.kind) {
    case 'set-attribute': {
      const { attribute, value } = repair;
      return fill(repairMessages['set-attribute'], { attribute, value: textOf(value) });
    }
    case 'insert-layer':
      return fill(repairMessages['insert-layer'], { layer: repair.layer });
    case 'set-loss':
      return fill(repairMessages['set-loss'], { loss: repair.loss });
    case 'score':
      return fill(repairMessages.score, { name: repair.name });
    case 'leave-out':
      return fill(repairMessages['leave-out'], { column: repair.column });
    case 'train-with':
      return repair.words;
    case 'take-as':
      return repairMessages[`take-as-${repair.answer}`];
    case 'read-decimals':
      return fill(repairMessages['read-decimals'], { text: repair.text, value: repair.value });
    case 'read-heading':
      return repairMessages[repair.isHeaded ? 'read-heading' : 'read-no-heading'];
    case 'remove-edge':
    case 'network-for':
    case 'unfreeze':
    case 'fill-gaps':
      return repairMessages[repair.kind];
  }
}

/** As a person would type it. */
function textOf(value: Extract<Repair, { kind: 'set-attribute' }>['value']): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'object' ? value.join(' x ') : String(value);
}

/** The words of repairs that train with other settings. */
export const trainWithMessages = {
  rate: 'Lower the learning rate to {rate}',
  clip: 'Clip the gradients to a norm of 1',
} as const;
