import type { Value } from '../runtime/lowering';
import type { Rows } from './move';
import { putRowsCode } from './put-rows.wgsl';
import type { Width } from './vectors';

/** Rows of a tensor [R, ...S] that are replaced where they lie. */
export interface Put {
  readonly into: Value;
  readonly from: Rows;
  readonly vector: Width;
}

/**
 * Replaces the same few rows of one tensor or several by values of their own, in one dispatch.
 * @param rows int32 [M]. Of equal rows the last counts, and none out of range
 */
export function putting(rows: Value, puts: readonly Put[]) {
  const vectors = puts.map(({ vector }) => vector);
  const widths = puts.map(({ into, vector }) => into.size / into.shape[0]! / vector);
  const size = rows.size * widths.reduce((sum, width) => sum + width, 0);
  const numbersOf = ({ into, from, vector }: Put, i: number) =>
    [widths[i]!, into.shape[0]!, from.start / vector, from.step / vector] as const;
  const dispatch = {
    key: `setRows put ${puts.length}`,
    inputs: ['rows', ...puts.map((_, i) => `values${i}`)],
    components: [1, ...vectors],
    outputComponents: vectors,
    uniforms: {
      count: [rows.size, 0, 0, 0],
      ...Object.fromEntries(puts.map((put, i) => [`put${i}`, numbersOf(put, i)])),
    },
    code: () => putRowsCode(puts.length),
    workgroups: Math.ceil(size / 64),
  };
  return {
    dispatch,
    reads: [rows, ...puts.map(({ from }) => from.of)],
    writes: puts.map(({ into }) => into),
    puts: { rows, each: puts },
  };
}

/** What a dispatch does that replaces few rows, so that it may replace those of other tensors as well. */
export type Puts = ReturnType<typeof putting>['puts'];
