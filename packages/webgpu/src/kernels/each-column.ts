import type { Dispatch } from '../runtime/dispatch';
import { eachColumnCode } from './each-column.wgsl';
import { plainStore, type Writing } from './mat-mul/writing';
import { componentsOf } from './vectors';

/** [B, N, W], to be added up along N. */
export interface Columns {
  readonly batches: number;
  readonly rows: number;
  readonly columns: number;
}

/** [B, N, W] → [B, W], added in order, with an invocation for each column or for 4 of them. */
export function eachColumn(
  { batches, rows, columns }: Columns,
  { width, store }: Pick<Writing, 'width' | 'store'> = { width: componentsOf(columns), store: plainStore },
): Dispatch {
  const units = columns / width;
  return {
    key: `sum each column ${width}`,
    inputs: ['A'],
    components: [width],
    outputComponents: width,
    uniforms: { count: [batches * units, rows, units, 0] },
    code: eachColumnCode(store),
    workgroups: Math.ceil((batches * units) / 64),
  };
}
