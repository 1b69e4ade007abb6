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

/** The same, read from the device and summed here. */
export function addRowsOnHost(lib: Tfjs, indices: TfjsTensor, updates: TfjsTensor, rows: number): TfjsTensor {
  const width = updates.shape[1]!;
  const [places, numbers] = [indices.dataSync(), updates.dataSync()];
  const sums = updates.dtype === 'int32' ? new Int32Array(rows * width) : new Float32Array(rows * width);
  for (let m = 0; m < places.length; m++) {
    const start = places[m]! * width;
    for (let d = 0; d < width; d++) sums[start + d]! += numbers[m * width + d]!;
  }
  return lib.tensor(sums, [rows, width], updates.dtype);
}
