import type { OpAttributes } from '@mosa-js/core/adapter';
import { broadcastOffsets, empty, type RefTensor } from './array';

/** Pairs (i, i + n/2) of each row, turned by the angles of its position. */
export function rotary(
  [x, cos, sin, positions]: readonly RefTensor[],
  { width, inverse }: OpAttributes['rotary'],
): RefTensor {
  const d = x!.shape.at(-1)!;
  const rows = x!.shape.slice(0, -1);
  const count = cos!.shape[0]!;
  const offsets = positions && broadcastOffsets(positions.shape, rows);
  const result = empty(x!.shape, 'float32');
  result.data.set(x!.data);
  const half = width / 2;
  for (let row = 0; row * d < x!.data.length; row++) {
    const table = d * (offsets ? positions.data[offsets[row]!]! : row % count);
    for (let i = 0; i < half; i++) {
      const [low, high] = [row * d + i, row * d + i + half];
      const turn = (at: number, other: number, column: number) =>
        x!.data[at]! * cos!.data[table + column]! + (inverse ? -1 : 1) * x!.data[other]! * sin!.data[table + column]!;
      result.data[low] = turn(low, high, i);
      result.data[high] = turn(high, low, i + half);
    }
  }
  return result;
}
