/** MoSA and its neighbours written down once more, straight from the paper, one token at a time: what the heads are tested against. */

export type Matrix = number[][];

export interface NaiveHead {
  /** [h] */
  router?: number[];
  /** [h, h'] each */
  q: Matrix;
  k: Matrix;
  v: Matrix;
  /** [h', h] */
  o: Matrix;
}

/** Row vector times matrix. */
export const times = (x: readonly number[], w: Matrix): number[] =>
  w[0]!.map((_, j) => x.reduce((sum, value, i) => sum + value * w[i]![j]!, 0));

export const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** RoPE by complex numbers: pair (x_i, x_{i + n/2}) turned by position · base^(−2i/n). */
export function rope(x: readonly number[], position: number, width: number, base: number): number[] {
  const y = [...x];
  for (let i = 0; i < width / 2; i++) {
    const angle = position * base ** ((-2 * i) / width);
    y[i] = x[i]! * Math.cos(angle) - x[i + width / 2]! * Math.sin(angle);
    y[i + width / 2] = x[i]! * Math.sin(angle) + x[i + width / 2]! * Math.cos(angle);
  }
  return y;
}

/**
 * Adds one head's output to y. `sees(i, j)` says whether the query at i sees the key at j; `positions` take part, and `kept` tells
 * what is left of the probability by places among them.
 */
export function addHead(
  y: Matrix,
  x: Matrix,
  head: NaiveHead,
  positions: readonly number[],
  score: (position: number) => number,
  sees: (query: number, key: number) => boolean,
  rotary: { width: number; base: number },
  kept: (query: number, key: number) => number = () => 1,
): void {
  const turn = (vector: number[], position: number) => rope(vector, position, rotary.width, rotary.base);
  const keys = positions.map((p) => turn(times(x[p]!, head.k), p));
  const values = positions.map((p) => times(x[p]!, head.v));
  for (const [place, query] of positions.entries()) {
    const q = turn(times(x[query]!, head.q), query);
    const seen = positions.map((_, j) => j).filter((j) => sees(query, positions[j]!));
    const weights = seen.map((j) => Math.exp(dot(q, keys[j]!) / Math.sqrt(q.length)));
    const total = weights.reduce((a, b) => a + b, 0);
    const attended = q.map((_, c) =>
      seen.reduce((sum, j, n) => sum + kept(place, j) * (weights[n]! / total) * values[j]![c]!, 0),
    );
    times(
      attended.map((a) => a * score(query)),
      head.o,
    ).forEach((value, c) => {
      y[query]![c]! += value;
    });
  }
}

/** The k best positions by score, ties to the lower one. */
export function best(scores: readonly number[], k: number, among: readonly number[]): number[] {
  return [...among].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, k);
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
