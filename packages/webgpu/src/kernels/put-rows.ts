import type { Value } from '../runtime/lowering';
import { putRowsCode } from './put-rows.wgsl';
import type { Width } from './vectors';

/** Rows of a tensor that are replaced where they lie: into [R, ...S], values [M, ...S]. */
export interface Put {
  readonly into: Value;
  readonly values: Value;
  readonly vector: Width;
}

/**
 * Replaces the same few rows of one tensor or several by values of their own, in one dispatch.
 * @param rows int32 [M]. Of equal rows the last counts, and none out of range
 */
export function putting(rows: Value, puts: readonly Put[]) {
  const vectors = puts.map(({ vector }) => vector);
  const sizes = puts.map(({ values, vector }) => values.size / vector);
  const size = sizes.reduce((sum, own) => sum + own, 0);
  const dispatch = {
    key: `setRows put ${puts.length}`,
    inputs: ['rows', ...puts.map((_, i) => `values${i}`)],
    components: [1, ...vectors],
    outputComponents: vectors,
    uniforms: {
      count: [rows.size, 0, 0, 0],
      ...Object.fromEntries(puts.map(({ into }, i) => [`put${i}`, [sizes[i]! / rows.size, into.shape[0]!, 0, 0]])),
    },
    code: () => putRowsCode(puts.length),
    workgroups: Math.ceil(size / 64),
  };
  return {
    dispatch,
    reads: [rows, ...puts.map(({ values }) => values)],
    writes: puts.map(({ into }) => into),
    puts: { rows, each: puts },
  };
}

/** What a dispatch does that replaces few rows, so that it may replace those of other tensors as well. */
export type Puts = ReturnType<typeof putting>['puts'];
