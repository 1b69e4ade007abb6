import type { HostTensor } from '@mosa-js/core';
import { broadcastOffsets } from '@mosa-js/reference';
import type { Bounded } from '../bounds/bounded';

/** A row of logits in which two selections differ. */
export interface DifferingRow {
  readonly row: number;
  readonly got: readonly number[];
  readonly wanted: readonly number[];
  /** How far the least of the wanted logits is above the best of the others, in float64. */
  readonly margin: number;
  /** Largest error that a logit of this row may have. */
  readonly bound: number;
}

type Elements = Pick<HostTensor, 'shape'> & { readonly data: ArrayLike<number> };

/** The rows in which a selection is not the wanted one. Selections [...S, k], logits [...S, N]; `valid` broadcasts to the logits. */
export function differingRows(
  actual: Elements,
  wanted: Elements,
  { value, error }: Bounded,
  valid?: Elements,
): DifferingRow[] {
  const N = value.shape.at(-1)!;
  const k = wanted.shape.at(-1)!;
  const validAt = valid && broadcastOffsets(valid.shape, value.shape);
  const rows: DifferingRow[] = [];
  for (let row = 0; row * k < wanted.data.length; row++) {
    const of = ({ data }: Elements) => Array.from({ length: k }, (_, i) => data[row * k + i]!);
    const [got, right] = [of(actual), of(wanted)];
    if (got.every((position, i) => position === right[i])) continue;
    const logit = (position: number) => {
      const at = row * N + position;
      return valid && valid.data[validAt![at]!] === 0 ? Number.NEGATIVE_INFINITY : value.data[at]!;
    };
    const all = Array.from({ length: N }, (_, position) => position);
    const chosen = new Set(right);
    const others = all.filter((position) => !chosen.has(position));
    const margin = Math.min(...right.map(logit)) - Math.max(...others.map(logit));
    rows.push({ row, got, wanted: right, margin, bound: Math.max(...all.map((i) => error.data[row * N + i]!)) });
  }
  return rows;
}
