/** A batch of matrix products [B, M, K] · [B, K, N], as they lie in memory. */
export interface Product {
  readonly batches: number;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** How a product is cut up. */
export interface MatMulPlan {
  /** Rows and columns of the result that one workgroup computes. */
  readonly tileRows: 64 | 128;
  readonly tileColumns: 64 | 128;
  /** Parts of the sum over K, computed side by side and added afterwards, always in the same order. */
  readonly splits: number;
}

/** Invocations of a workgroup: 16 × 16, each for a tile's rows / 16 × columns / 16 results. */
export const invocations = 256;
/** K that a workgroup holds at a time. */
export const depth = 16;
/** Bytes of workgroup memory that the largest tile takes. */
export const tileBytes = 4 * depth * (128 + 128);

/** Results of fewer rows or columns than this would leave most of a tile empty. */
const fewest = 32;
/** A sum over K shorter than this takes less time than the start of its program, however few workgroups there are. */
const shortest = 2 * depth;
const tiles = [
  // The larger a tile, the more often each number that it loads is used.
  { tileRows: 128, tileColumns: 128, speed: 1 },
  { tileRows: 128, tileColumns: 64, speed: 0.8 },
  { tileRows: 64, tileColumns: 128, speed: 0.8 },
  { tileRows: 64, tileColumns: 64, speed: 0.6 },
] as const;

/**
 * @param enough workgroups that fill the device
 * @returns undefined where this kernel has no advantage
 */
export function planMatMul({ batches, rows, columns, inner }: Product, enough: number): MatMulPlan | undefined {
  if (rows < fewest || columns < fewest || inner < depth) return undefined;
  const plans = tiles.map(({ tileRows, tileColumns, speed }) => {
    const [down, across] = [Math.ceil(rows / tileRows), Math.ceil(columns / tileColumns)];
    const workgroups = batches * down * across;
    const splits = Math.max(1, Math.min(Math.ceil(enough / workgroups), Math.floor(inner / 256)));
    const filled = inner < shortest ? 1 : Math.min(1, (workgroups * splits) / enough);
    const time = (down * tileRows * across * tileColumns) / (speed * filled);
    return { tileRows, tileColumns, splits, time };
  });
  const { time: _, ...best } = plans.reduce((a, b) => (b.time < a.time ? b : a));
  return best;
}
