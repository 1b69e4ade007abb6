/** What is known of a number of sparse heads: whether it reaches the dense perplexity. */
export type Known = ReadonlyMap<number, boolean>;

export interface SearchOptions {
  /** Where the doubling starts. */
  readonly start: number;
  /** More than these are not tried. */
  readonly most: number;
  /** How many are tried at a time. */
  readonly parallel: number;
  /** Ends where the answer is known to so many heads. */
  readonly precision: number;
}

/** The fewest heads that are known to reach it, if any. */
export function fewest(known: Known): number | undefined {
  const reached = [...known].filter(([, isReached]) => isReached).map(([heads]) => heads);
  return reached.length === 0 ? undefined : Math.min(...reached);
}

/**
 * What to try next: doubling until one reaches it, then ever closer between the last that does not and the first that
 * does. Supposes that more heads are never worse.
 * @returns none where the answer is known
 */
export function nextCandidates(known: Known, { start, most, parallel, precision }: SearchOptions): number[] {
  const high = fewest(known);
  if (high === undefined) {
    const ladder: number[] = [];
    for (let heads = Math.min(start, most); ; heads = Math.min(heads * 2, most)) {
      ladder.push(heads);
      if (heads >= most) break;
    }
    return ladder.filter((heads) => !known.has(heads)).slice(0, parallel);
  }
  const below = [...known].filter(([heads, isReached]) => !isReached && heads < high).map(([heads]) => heads);
  const low = Math.max(0, ...below);
  if (high - low <= precision) return [];
  const count = Math.min(parallel, high - low - 1);
  const even = Array.from({ length: count }, (_, i) => low + Math.round(((i + 1) * (high - low)) / (count + 1)));
  return [...new Set(even)].filter((heads) => heads > low && heads < high && !known.has(heads));
}
