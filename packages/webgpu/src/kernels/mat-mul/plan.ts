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
  /** K of a part, in whole depths. The last part may have less, but never nothing. */
  readonly part: number;
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
const partCounts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 24, 28, 32, 40, 48, 64];
/** Where a core has the work of so many of the largest tiles, the last ones weigh little, and parts would take much memory. */
const muchWork = 4;
/** A plan in parts must be faster by this than one without: the model knows the cores of a device roughly. */
const worth = 1.05;

export function invocationsOf({ tileRows, tileColumns, ownRows, ownColumns }: Tile): number {
  return (tileRows * tileColumns) / (ownRows * ownColumns);
}

/** What the largest tile asks of a device. */
export const needs = {
  invocations: invocationsOf(largest),
  bytes: 4 * depth * (largest.tileRows + largest.tileColumns),
} as const;

/**
 * The tile and the number of parts that take least time by a model of a GPU: a core is as fast as the workgroups that it
 * gets allow, and no faster than one workgroup alone.
 * @param enough workgroups of the largest tile that fill the device, two a core
 * @returns undefined where this kernel has no advantage
 */
export function planMatMul(product: Product, enough: number): MatMulPlan | undefined {
  const { batches, rows, columns, inner } = product;
  if (rows < fewest || columns < fewest || inner < depth || batches * rows * columns * inner < smallest)
    return undefined;
  const cuts = partCounts
    .map((count) => cutInto(count, inner))
    .filter(({ splits, part }) => splits === 1 || part >= shortestPart);
  const plans = tiles.flatMap(({ tile, speed }) =>
    cuts.map((cut) => ({ ...tile, ...cut, time: timeOf(product, tile, cut, enough) / speed })),
  );
  const { time: _, ...best } = plans.reduce((a, b) => (b.time < a.time ? b : a));
  return best;
}

type Cut = Pick<MatMulPlan, 'splits' | 'part'>;

/** Parts of K of one length, as near to a number of them as whole depths allow. */
function cutInto(count: number, inner: number): Cut {
  const part = depth * Math.ceil(inner / count / depth);
  return { splits: Math.ceil(inner / part), part };
}

/** Of the time in which a core computes the largest tile with the whole sum over K. */
function timeOf(product: Product, tile: Tile, { splits, part }: Cut, enough: number): number {
  const { batches, rows, columns, inner } = product;
  const { tileRows, tileColumns } = tile;
  const size = (tileRows * tileColumns) / (largest.tileRows * largest.tileColumns);
  const count = batches * Math.ceil(rows / tileRows) * Math.ceil(columns / tileColumns);
  const cores = enough / 2;
  const work = (count * size) / cores;
  if (work >= muchWork) return splits === 1 ? work : Number.POSITIVE_INFINITY;
  const one = splits === 1 ? size : (size * part) / inner;
  // The device waits for the core that gets most workgroups.
  const shared = one * Math.ceil((count * splits) / cores);
  // Each 32 invocations keep about a seventh of a core at work, as far as they hide their own waits.
  const alone = one / Math.min(1, 0.15 * (invocationsOf(tile) / 32));
  const time = Math.max(shared, alone);
  return splits === 1 ? time : worth * (time + additionTime(batches * rows * columns, splits, inner));
}

/** Of the dispatch that adds up parts: that of its start, and what it moves. */
function additionTime(results: number, splits: number, inner: number): number {
  return (40 + 3.5e-5 * results * (splits + 1)) / inner;
}
