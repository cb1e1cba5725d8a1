/** Seeded random numbers: the same seed and name give the same values on every machine. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  /** Standard normal. */
  normal(): number;
}

/**
 * A stream of its own for each name, so that adding a layer leaves the others' values alone. The name also
 * mixes the seed, since the generator starts alike from small seeds.
 */
export function createRandom(seed: number, name = 'numbers'): Random {
  let hash = seed | 0;
  for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  const generator = xoroshiro128plus(hash);
  const unit = (): number => uniformFloat64(generator);
  return {
    uniform: (low, high) => low + (high - low) * unit(),
    // Box and Muller, "A Note on the Generation of Random Normal Deviates", 1958.
    normal: () => Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit()),
  };
}

/** 0 to length - 1 in a random order. Source: Fisher and Yates, as Durstenfeld's Algorithm 235, 1964. */
export function shuffled(length: number, seed: number, name: string): Int32Array {
  const order = Int32Array.from({ length }, (_, at) => at);
  const random = createRandom(seed, name);
  for (let last = length - 1; last > 0; last--) {
    const other = Math.floor(random.uniform(0, last + 1));
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
  return order;
}
