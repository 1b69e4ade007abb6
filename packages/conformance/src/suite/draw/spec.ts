import { type DrawOptions, type HostTensor, hostTensor, samplingTensor } from '@mosa-js/core';

/** What a row draws: the token of a rank in falling order, in the middle of its share, or with a number as it is. */
export type Wanted = { readonly rank: number } | { readonly random: number };

/** Draws from rows of logits. */
export interface DrawSpec {
  readonly name: string;
  readonly rows: readonly ArrayLike<number>[];
  readonly options: DrawOptions;
  /** By row. Left out where no number matters. */
  readonly wanted?: readonly Wanted[];
}

/**
 * Operands of a case in which float32 leaves one right answer, so that it can be judged exactly: the number drawn with, and the
 * part that topP keeps, lie further from the edges of a token's share than rounding moves them.
 * @throws Error where a case was written without such a margin
 */
export function tensorsOf({
  name,
  rows,
  options,
  wanted,
}: DrawSpec): Record<'logits' | 'random' | 'sampling', HostTensor> {
  const logits = rows.map((row) => Float32Array.from(row));
  const random = logits.map((row, at) => (wanted ? randomFor(row, wanted[at]!, options, name) : 0.5));
  const all = new Float32Array(logits.length * logits[0]!.length);
  for (const [at, row] of logits.entries()) all.set(row, at * row.length);
  return {
    logits: hostTensor(all, [logits.length, logits[0]!.length]),
    random: hostTensor(Float32Array.from(random), [logits.length]),
    sampling: samplingTensor(options),
  };
}

/** topP that ends in the middle of the share of the token of this rank. */
export function topPAt(row: ArrayLike<number>, rank: number, temperature: number, topK?: number): number {
  const { edges } = sharesOf(Float32Array.from(row), temperature, topK);
  return Math.fround((edges[rank]! + edges[rank + 1]!) / 2 / edges.at(-1)!);
}

function randomFor(row: Float32Array, wanted: Wanted, options: DrawOptions, name: string): number {
  const { edges, bound } = sharesOf(row, options.temperature, options.topK);
  const check = (at: number, last: number) => {
    const rank = Math.min(edges.findIndex((edge) => edge > at) - 1, last);
    const margin = Math.min(
      rank === 0 ? Infinity : at - edges[rank]!,
      rank === last ? Infinity : edges[rank + 1]! - at,
    );
    if (rank < 0 || margin <= bound)
      throw new Error(`draw/${name}: rank ${rank} has a margin of ${margin}, not ${bound}`);
    return rank;
  };
  const total = edges.at(-1)!;
  const last = edges.length - 2;
  const kept = (options.topP ?? 1) < 1 ? check(options.topP! * total, last) : last;
  const mass = edges[kept + 1]!;
  const random =
    'random' in wanted ? wanted.random : Math.fround((edges[wanted.rank]! + edges[wanted.rank + 1]!) / 2 / mass);
  check(random * mass, kept);
  return random;
}

/** Where the share of each token with a weight begins, in falling order, with the end of the last; and what rounding may move. */
function sharesOf(row: Float32Array, temperature: number, topK?: number) {
  const falling = Float64Array.from(row).sort().reverse().slice(0, topK);
  const best = falling[0]!;
  const edges = [0];
  let isExact = true;
  for (const value of falling) {
    const weight = value === best ? 1 : Math.exp((value - best) / temperature);
    if (weight < 2 ** -149) break; // nothing in float32
    isExact &&= weight === 1;
    edges.push(edges.at(-1)! + weight);
  }
  // Sums of this length, in any order; e^x of a quotient down to −104; and a few products around them.
  const roundings = isExact ? 4 : edges.length + 2 * 104 + 16;
  return { edges, bound: roundings * 2 ** -23 * edges.at(-1)! };
}
