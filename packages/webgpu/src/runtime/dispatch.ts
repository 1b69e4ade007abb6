/** One compute shader and how often it runs: data alone, so that laying out a program needs no device. */
export interface Dispatch {
  /** Tells it from every other shader of the same element types: all that `code` depends on. */
  readonly key: string;
  /** Names of the operands' arrays in `code`; the result's is `result`, those of further results `result1`, `result2` … */
  readonly inputs: readonly string[];
  /** By input: 4 makes its array one of vectors. Default 1. */
  readonly components?: readonly number[];
  /** The same of the results: of all of them, or by result. Default 1. */
  readonly outputComponents?: number | readonly number[];
  /** Four i32 each, in this order; `code` reads `uniforms.NAME`. They are written once, when a program is compiled. */
  readonly uniforms: Readonly<Record<string, readonly number[]>>;
  /** WGSL with `fn main(index: i32)`; index counts invocations over all workgroups. A function is asked where the key is new alone. */
  readonly code: string | (() => string);
  readonly workgroups: number;
  /** Default 64. */
  readonly workgroupSize?: number;
  /** Whether the invocations of a workgroup wait for each other, so that those beyond the last element cannot just end. */
  readonly meets?: boolean;
  /** Makes `result` an array<atomic<i32>>. */
  readonly atomic?: boolean;
}

export const dispatchPaths = [
  'dispatch: in one dimension',
  'dispatch: in several dimensions, an invocation for each element',
  'dispatch: in several dimensions, a workgroup for each row',
] as const;

/** Which way a dispatch is started. @param most workgroups that one dimension takes */
export function dispatchPath({ workgroups, meets = false }: Dispatch, most: number): (typeof dispatchPaths)[number] {
  if (workgroups <= most) return 'dispatch: in one dimension';
  return meets
    ? 'dispatch: in several dimensions, a workgroup for each row'
    : 'dispatch: in several dimensions, an invocation for each element';
}

/** Workgroups by dimension, as few beyond `count` as can be. @param most that one dimension takes */
export function gridOf(count: number, most: number): readonly [number, number, number] {
  const z = Math.ceil(count / (most * most));
  const y = Math.ceil(count / (z * most));
  return [Math.ceil(count / (y * z)), y, z];
}

/**
 * WGSL of the number of an invocation's workgroup, for kernels that give one to each row: counted in invocations, as main's
 * index is, rows of large tensors go beyond the largest i32.
 */
export const workgroupNumber =
  'i32(workgroupId.x + numWorkgroups.x * (workgroupId.y + numWorkgroups.y * workgroupId.z))';
