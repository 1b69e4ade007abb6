/** A batch of matrix products [B, M, K] · [B, K, N], as they lie in memory. */
export interface Product {
  readonly batches: number;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

export const tileNames = ['128 × 128', '64 × 64', '64 × 32', '32 × 64'] as const;

/** A part of the result that a workgroup computes, and what of it each invocation does. */
export interface Tile {
  readonly name: (typeof tileNames)[number];
  readonly tileRows: 32 | 64 | 128;
  readonly tileColumns: 32 | 64 | 128;
  readonly ownRows: 8;
  readonly ownColumns: 8 | 16;
}

/** How a product is cut up. */
export interface MatMulPlan extends Tile {
  /** Parts of the sum over K, computed side by side and added afterwards, always in the same order. */
  readonly splits: number;
}

/** K that a workgroup holds at a time. */
export const depth = 16;

const largest: Tile = { name: '128 × 128', tileRows: 128, tileColumns: 128, ownRows: 8, ownColumns: 16 };
const small = { ownRows: 8, ownColumns: 8 } as const;
/** Tiles, and which part of the speed of the largest a product in them has that fills a GPU, as measured. */
const tiles: readonly { readonly tile: Tile; readonly speed: number }[] = [
  // The larger a tile, the more often each number that it loads is used.
  { tile: largest, speed: 1 },
  { tile: { name: '64 × 64', tileRows: 64, tileColumns: 64, ...small }, speed: 0.93 },
  { tile: { name: '64 × 32', tileRows: 64, tileColumns: 32, ...small }, speed: 0.75 },
  { tile: { name: '32 × 64', tileRows: 32, tileColumns: 64, ...small }, speed: 0.75 },
];
/** Results of fewer rows or columns than this would leave most of a tile empty. */
const fewest = 8;
/** Fewer products than this take no time in any way. */
const smallest = 2 ** 14;
/** K of a part of a sum at least. */
const shortestPart = 128;
const partCounts = [1, 2, 4, 8, 16, 32, 64];

export function invocationsOf({ tileRows, tileColumns, ownRows, ownColumns }: Tile): number {
  return (tileRows * tileColumns) / (ownRows * ownColumns);
}

/** What the largest tile asks of a device. */
export const needs = {
  invocations: invocationsOf(largest),
  bytes: 4 * depth * (largest.tileRows + largest.tileColumns),
} as const;

/**
 * The tile and the number of parts that take least time by a model of a GPU: a core is as fast as its share of all work
 * allows, and no faster than one workgroup alone.
 * @param enough workgroups of the largest tile that fill the device, two a core
 * @returns undefined where this kernel has no advantage
 */
export function planMatMul(product: Product, enough: number): MatMulPlan | undefined {
  const { batches, rows, columns, inner } = product;
  if (rows < fewest || columns < fewest || inner < depth || batches * rows * columns * inner < smallest)
    return undefined;
  const plans = tiles.flatMap(({ tile, speed }) =>
    partCounts
      .filter((splits) => splits === 1 || inner / splits >= shortestPart)
      .map((splits) => ({ ...tile, splits, time: timeOf(product, tile, splits, enough) / speed })),
  );
  const { time: _, ...best } = plans.reduce((a, b) => (b.time < a.time ? b : a));
  return best;
}

/** Of the time in which a core computes the largest tile with the whole sum over K. */
function timeOf({ batches, rows, columns, inner }: Product, tile: Tile, splits: number, enough: number): number {
  const size = (tile.tileRows * tile.tileColumns) / (largest.tileRows * largest.tileColumns);
  const count = batches * Math.ceil(rows / tile.tileRows) * Math.ceil(columns / tile.tileColumns);
  const share = (count * size) / (enough / 2);
  // Each 32 invocations keep about a seventh of a core at work, as far as they hide their own waits.
  const alone = size / splits / Math.min(1, 0.15 * (invocationsOf(tile) / 32));
  return Math.max(share, alone) + (splits === 1 ? 0 : additionTime(batches * rows * columns, splits, inner));
}

/** Of the dispatch that adds up parts: that of its start, and what it moves. */
function additionTime(results: number, splits: number, inner: number): number {
  return (40 + 3.5e-5 * results * (splits + 1)) / inner;
}
