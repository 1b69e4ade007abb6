/** Draws from a seed, the same on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** A whole number from 0 to below `n`. */
  below(n: number): number;
  /** True in this share of all draws. */
  chance(share: number): boolean;
  pick<T>(items: readonly T[]): T;
}

/** @param seed a whole number; neighbours give unlike draws */
export function randomOf(seed: number): Random {
  let state = Math.imul(seed ^ 0x5bd1e995, 0x9e3779b1) | 0;
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  return { next, below, chance: (share) => next() < share, pick: (items) => items[below(items.length)]! };
}
