import type { TensorType } from '@mosa-js/core';
import { broadcastOffsets, empty, type RefTensor, rowsOf } from './array';

/** Positions of the k best logits of each row, ascending: by value falling, ties to the lower position, then −∞, NaN, padding. */
export function select(inputs: readonly RefTensor[], { k }: { k: number }, output: TensorType): RefTensor {
  const [logits, valid] = inputs as [RefTensor, RefTensor | undefined];
  const { rows, length } = rowsOf(logits.shape);
  const validAt = valid && broadcastOffsets(valid.shape, logits.shape);
  const result = empty(output.shape, 'int32');
  for (let row = 0; row < rows; row++) {
    const value = (position: number) => logits.data[row * length + position]!;
    const rank = (position: number) => {
      if (validAt && valid.data[validAt[row * length + position]!] === 0) return 2;
      return Number.isNaN(value(position)) ? 1 : 0;
    };
    const better = (a: number, b: number) =>
      rank(a) - rank(b) || (rank(a) === 0 && value(a) !== value(b) ? (value(a) > value(b) ? -1 : 1) : a - b);
    const positions = Array.from({ length }, (_, position) => position).sort(better);
    result.data.set(
      positions.slice(0, k).sort((a, b) => a - b),
      row * k,
    );
  }
  return result;
}
