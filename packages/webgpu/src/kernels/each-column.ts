import type { Dispatch } from '../runtime/dispatch';
import { eachColumnCode } from './each-column.wgsl';
import { componentsOf } from './vectors';

/** [B, N, W], to be added up along N. */
export interface Columns {
  readonly batches: number;
  readonly rows: number;
  readonly columns: number;
}

/** [B, N, W] → [B, W], added in order, with an invocation for each column or for 4 of them. */
export function eachColumn({ batches, rows, columns }: Columns): Dispatch {
  const width = componentsOf(columns);
  const units = columns / width;
  return {
    key: `sum each column ${width}`,
    inputs: ['A'],
    components: [width],
    outputComponents: width,
    uniforms: { count: [batches * units, rows, units, 0] },
    code: eachColumnCode,
    workgroups: Math.ceil((batches * units) / 64),
  };
}
