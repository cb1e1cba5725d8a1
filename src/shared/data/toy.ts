/** Sets of two features that are drawn, not collected: small enough to be seen whole. */
import { createRandom, type Random } from '../tensor/random';
import { categoryColumn, type Table } from './table';

interface Toy {
  readonly title: string;
  readonly summary: string;
  /** A point and what it is, without noise. */
  readonly draw: (random: Random, row: number) => readonly [number, number, string | number];
  /** How far noise of 1 moves a point; a number to predict is moved instead of its point. */
  readonly spread: number;
}

const turn = (radius: number, angle: number, word: string) =>
  [radius * Math.cos(angle), radius * Math.sin(angle), word] as const;

export const toys = {
  circle: {
    title: 'Circle',
    summary: 'A disc and the ring around it: no straight line parts them.',
    draw: (random, row) =>
      row % 2 === 0
        ? turn(1.1 * Math.sqrt(random.uniform(0, 1)), random.uniform(0, 2 * Math.PI), 'inside')
        : turn(random.uniform(1.7, 2.4), random.uniform(0, 2 * Math.PI), 'outside'),
    spread: 0.8,
  },
  'exclusive-or': {
    title: 'Exclusive or',
    summary: 'Opposite corners belong together: one of two, but not both.',
    draw: (random, row) => {
      const side = (positive: boolean): number => (positive ? 1 : -1) * random.uniform(0.2, 2.2);
      const [first, second] = [row % 4 > 1, row % 2 === 0];
      return [side(first), side(second), first === second ? 'same' : 'different'];
    },
    spread: 0.8,
  },
  gaussians: {
    title: 'Gaussians',
    summary: 'Two clouds: a straight line parts them, and one neuron finds it.',
    draw: (random, row) => {
      const centre = row % 2 === 0 ? 1.3 : -1.3;
      return [
        centre + 0.4 * random.normal(),
        centre + 0.4 * random.normal(),
        row % 2 === 0 ? 'upper' : 'lower',
      ];
    },
    spread: 1.5,
  },
  spiral: {
    title: 'Spiral',
    summary: 'Two arms wound around each other: the hardest of these.',
    draw: (random, row) => {
      const along = random.uniform(0.1, 1);
      const angle = 3 * Math.PI * along + (row % 2) * Math.PI;
      return turn(2.3 * along, angle, row % 2 === 0 ? 'first arm' : 'second arm');
    },
    spread: 0.5,
  },
  moons: {
    title: 'Moons',
    summary: 'Two half moons that reach into each other.',
    draw: (random, row) => {
      const angle = random.uniform(0, Math.PI);
      const [x, y] = [1.4 * Math.cos(angle), 1.4 * Math.sin(angle)];
      return row % 2 === 0 ? [x - 0.7, y - 0.35, 'upper'] : [0.7 - x, 0.35 - y, 'lower'];
    },
    spread: 0.7,
  },
  plane: {
    title: 'Regression plane',
    summary: 'A number to predict that rises evenly over the plane: its slope is 0.6 and -0.4.',
    draw: (random) => {
      const [x, y] = [random.uniform(-2, 2), random.uniform(-2, 2)];
      return [x, y, 0.6 * x - 0.4 * y + 0.2];
    },
    spread: 1,
  },
} as const satisfies Record<string, Toy>;

export type ToyId = keyof typeof toys;
export const toyIds = Object.keys(toys) as ToyId[];
export const toyLimits = { noise: 0.5, count: { min: 10, max: 5000 } } as const;

/** Float32 numbers to four decimals: what is shown is what is learned from. Same figures in, same rows out. */
export function toyTable({
  id,
  noise,
  count,
  seed,
}: {
  readonly id: ToyId;
  readonly noise: number;
  readonly count: number;
  readonly seed: number;
}): Table {
  const toy: Toy = toys[id];
  // Noise of its own: its slider moves every point along one line, and draws none anew.
  const points = createRandom(seed, id);
  const moves = createRandom(seed, `${id} noise`);
  const rows = Array.from({ length: count }, (_, row) => {
    const [x, y, answer] = toy.draw(points, row);
    const move = (): number => noise * toy.spread * moves.normal();
    const [a, b] = [move(), move()];
    return typeof answer === 'number' ? ([x, y, answer + a] as const) : ([x + a, y + b, answer] as const);
  });
  const numbers = (name: string, at: 0 | 1 | 2) => ({
    kind: 'number' as const,
    name,
    values: Float64Array.from(rows, (row) => Math.round(Number(row[at]) * 10_000) / 10_000),
    faults: [],
  });
  const words = rows.flatMap(([, , answer]) => (typeof answer === 'string' ? [answer] : []));
  const target = words.length > 0 ? categoryColumn('class', words) : numbers('y', 2);
  return { rows: count, columns: [numbers('x1', 0), numbers('x2', 1), target] };
}
