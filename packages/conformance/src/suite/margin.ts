import type { HostTensor, MosaConfig } from '@mosa-js/core';
import type { Bounded } from '../bounds/bounded';

/** A row [head, sequence] in which two selections differ. */
export interface DifferingRow {
  readonly row: number;
  readonly got: readonly number[];
  readonly wanted: readonly number[];
  /** How far the least of the wanted logits is above the best of the others, in float64. */
  readonly margin: number;
  /** Largest error that a logit of this row may have. */
  readonly bound: number;
}

/** The rows in which a selection is not the wanted one. Selections [E, B, k], logits [E, B, T], mask [B, T]. */
export function selectionMargins(
  actual: Pick<HostTensor, 'data'>,
  wanted: Pick<HostTensor, 'data' | 'shape'>,
  { value, error }: Bounded,
  config: MosaConfig,
  mask?: HostTensor,
): DifferingRow[] {
  const [, B, T] = value.shape as [number, number, number];
  const k = wanted.shape[2]!;
  const rows: DifferingRow[] = [];
  for (let row = 0; row * k < wanted.data.length; row++) {
    const of = ({ data }: Pick<HostTensor, 'data'>) => Array.from({ length: k }, (_, i) => data[row * k + i]!);
    const [got, right] = [of(actual), of(wanted)];
    if (got.every((position, i) => position === right[i])) continue;
    const all = Array.from({ length: T }, (_, position) => position);
    const free = right.filter((position) => !(config.includeFirst && position === 0));
    const others = all.filter((position) => !right.includes(position));
    const isValid = (position: number) => !mask || mask.data[(row % B) * T + position] === 1;
    const logit = (position: number) =>
      isValid(position) ? value.data[row * T + position]! : Number.NEGATIVE_INFINITY;
    const margin = Math.min(...free.map(logit)) - Math.max(...others.map(logit));
    rows.push({ row, got, wanted: right, margin, bound: Math.max(...all.map((i) => error.data[row * T + i]!)) });
  }
  return rows;
}
