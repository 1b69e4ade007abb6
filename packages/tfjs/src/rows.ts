import type { Tfjs, TfjsTensor } from './library';

/** result[i…] = x[indices[i…]]. x [R, ...S], indices int32 [...I] → [...I, ...S] */
export function takeRows(lib: Tfjs, x: TfjsTensor, indices: TfjsTensor): TfjsTensor {
  // Without batchDims, whose kernel on tfjs-wasm reads out of bounds.
  return lib.gather(x, indices, 0);
}

/**
 * Zeros [rows, D] to which updates[m] is added at row indices[m]; equal indices all count. indices int32 [M], updates [M, D].
 * By ScatterNd, since tfjs-wasm has no UnsortedSegmentSum.
 */
export function addRows(lib: Tfjs, indices: TfjsTensor, updates: TfjsTensor, rows: number): TfjsTensor {
  return lib.tidy(() => lib.scatterND(lib.reshape(indices, [indices.size, 1]), updates, [rows, updates.shape[1]!]));
}
