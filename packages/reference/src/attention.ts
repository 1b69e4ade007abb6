import { type AttentionOptions, sizeOf, type TensorType } from '@mosa-js/core';
import { broadcastOffsets, empty, type RefTensor } from './array';

/** softmax(scale · q kᵀ + mask) v, row by row. A hidden column is left out of the sum; a row that sees nothing stays 0. */
export function attention(inputs: readonly RefTensor[], options: AttentionOptions, output: TensorType): RefTensor {
  const v = inputs[2]!;
  const e = v.shape.at(-1)!;
  const result = empty(output.shape, 'float32');
  eachRow(inputs, options, ({ row, column, weights, sees }) => {
    weights.forEach((weight, j) => {
      if (!sees(j)) return;
      for (let c = 0; c < e; c++) result.data[row * e + c]! += weight * v.data[(column + j) * e + c]!;
    });
  });
  return result;
}

/** The gradients of q, k and v, each flattened, after each other: by the chain rule, row by row. */
export function attentionGradient(
  [dy, ...inputs]: readonly RefTensor[],
  options: AttentionOptions,
  output: TensorType,
): RefTensor {
  const [q, k, v] = inputs as [RefTensor, RefTensor, RefTensor];
  const d = q.shape.at(-1)!;
  const e = v.shape.at(-1)!;
  const result = empty(output.shape, 'float32');
  const startOfK = sizeOf(q.shape);
  const startOfV = startOfK + sizeOf(k.shape);
  eachRow(inputs, options, ({ row, column, weights, sees }) => {
    const dWeights = weights.map((_, j) => dot(dy!, row * e, v, (column + j) * e, e));
    const mean = weights.reduce((sum, weight, j) => (sees(j) ? sum + weight * dWeights[j]! : sum), 0);
    weights.forEach((weight, j) => {
      if (!sees(j)) return;
      const dScore = options.scale * weight * (dWeights[j]! - mean);
      for (let c = 0; c < d; c++) {
        const [inQ, inK] = [row * d + c, (column + j) * d + c];
        result.data[inQ]! += dScore * k.data[inK]!;
        result.data[startOfK + inK]! += dScore * q.data[inQ]!;
      }
      for (let c = 0; c < e; c++) result.data[startOfV + (column + j) * e + c]! += weight * dy!.data[row * e + c]!;
    });
  });
  return result;
}

/** One query. */
interface Row {
  /** Its number, over all batch elements. */
  readonly row: number;
  /** Number of the first key of its batch element. */
  readonly column: number;
  /** What it makes of each key; 0 where it is hidden. */
  readonly weights: Float64Array;
  sees(j: number): boolean;
}

function eachRow(inputs: readonly RefTensor[], { scale, causal }: AttentionOptions, work: (row: Row) => void): void {
  const [q, k, , mask] = inputs as [RefTensor, RefTensor, RefTensor, RefTensor | undefined];
  const [M, d] = q.shape.slice(-2) as [number, number];
  const N = k.shape.at(-2)!;
  const batches = q.data.length / (M * d);
  const visible = mask && broadcastOffsets(mask.shape, [...q.shape.slice(0, -2), M, N]);
  const weights = new Float64Array(N);
  for (let row = 0; row < batches * M; row++) {
    const column = Math.floor(row / M) * N;
    const sees = (j: number) => (!causal || j <= row % M) && (!visible || mask!.data[visible[row * N + j]!] === 1);
    let largest = Number.NEGATIVE_INFINITY;
    for (let j = 0; j < N; j++) {
      if (!sees(j)) continue;
      weights[j] = scale * dot(q, row * d, k, (column + j) * d, d);
      largest = Math.max(largest, weights[j]!); // NaN stays NaN
    }
    let total = 0;
    for (let j = 0; j < N; j++) {
      weights[j] = sees(j) ? Math.exp(weights[j]! - largest) : 0;
      total += weights[j]!;
    }
    for (let j = 0; j < N; j++) if (sees(j)) weights[j]! /= total;
    work({ row, column, weights, sees });
  }
}

function dot(a: RefTensor, atA: number, b: RefTensor, atB: number, length: number): number {
  let sum = 0;
  for (let c = 0; c < length; c++) sum += a.data[atA + c]! * b.data[atB + c]!;
  return sum;
}
