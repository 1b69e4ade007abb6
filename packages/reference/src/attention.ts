import type { AttentionOptions, TensorType } from '@mosa-js/core';
import { broadcastOffsets, empty, type RefTensor } from './array';

/** softmax(scale · q kᵀ + mask) v, row by row. A hidden column is left out of the sum; a row that sees nothing stays 0. */
export function attention(
  inputs: readonly RefTensor[],
  { scale, causal }: AttentionOptions,
  output: TensorType,
): RefTensor {
  const [q, k, v, mask] = inputs as [RefTensor, RefTensor, RefTensor, RefTensor | undefined];
  const [M, d] = q.shape.slice(-2) as [number, number];
  const N = k.shape.at(-2)!;
  const e = v.shape.at(-1)!;
  const batches = q.data.length / (M * d);
  const result = empty(output.shape, 'float32');
  const visible = mask && broadcastOffsets(mask.shape, [...q.shape.slice(0, -2), M, N]);
  const weights = new Float64Array(N);
  for (let row = 0; row < batches * M; row++) {
    const batch = Math.floor(row / M);
    const sees = (j: number) => (!causal || j <= row % M) && (!visible || mask!.data[visible[row * N + j]!] === 1);
    let largest = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < N; j++) {
      if (!sees(j)) continue;
      let dot = 0;
      for (let c = 0; c < d; c++) dot += q.data[row * d + c]! * k.data[(batch * N + j) * d + c]!;
      weights[j] = scale * dot;
      largest = Math.max(largest, weights[j]!); // NaN stays NaN
    }
    let total = 0;
    for (let j = 0; j < N; j++) {
      weights[j] = sees(j) ? Math.exp(weights[j]! - largest) : 0;
      total += weights[j]!;
    }
    for (let j = 0; j < N; j++) {
      if (!sees(j)) continue;
      const weight = weights[j]! / total;
      for (let c = 0; c < e; c++) result.data[row * e + c]! += weight * v.data[(batch * N + j) * e + c]!;
    }
  }
  return result;
}
