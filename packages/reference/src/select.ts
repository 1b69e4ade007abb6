import type { TensorType } from '@mosa-js/core';
import { broadcastOffsets, empty, type RefTensor, rowsOf } from './array';

/** Positions of the k best logits of each row, ascending: by value falling, ties to the lower position, then −∞, NaN, padding. */
export function selectIndices(inputs: readonly RefTensor[], { k }: { k: number }, output: TensorType): RefTensor {
  const [logits, valid] = inputs as [RefTensor, RefTensor | undefined];
  const { rows, length } = rowsOf(logits.shape);
  const validAt = valid && broadcastOffsets(valid.shape, logits.shape);
  const result = empty(output.shape, 'int32');
  const keys = new Float64Array(length);
  const classes = new Uint8Array(length); // 0: a number, 1: NaN, 2: not valid
  for (let row = 0; row < rows; row++) {
    for (let position = 0; position < length; position++) {
      const at = row * length + position;
      const isValid = !validAt || valid.data[validAt[at]!] === 1;
      keys[position] = logits.data[at]!;
      classes[position] = isValid ? Number(Number.isNaN(keys[position])) : 2;
    }
    const better = (a: number, b: number) => {
      if (classes[a] !== classes[b]) return classes[a]! - classes[b]!;
      return classes[a] === 0 && keys[a] !== keys[b] ? (keys[a]! > keys[b]! ? -1 : 1) : a - b;
    };
    const positions = Int32Array.from({ length }, (_, position) => position).sort(better);
    result.data.set(positions.subarray(0, k).sort(), row * k);
  }
  return result;
}
