import type { Dispatch } from './dispatch';

/** The uniforms of all dispatches of a program in one array: equal ones once. */
export interface UniformLayout {
  readonly data: Int32Array<ArrayBuffer>;
  /** First byte of each dispatch's uniforms, in their order; undefined where it has none. */
  readonly starts: readonly (number | undefined)[];
}

/** @param alignment of a binding's first byte */
export function layOutUniforms(dispatches: readonly Dispatch[], alignment: number): UniformLayout {
  const known = new Map<string, number>();
  const all: number[] = [];
  const starts = dispatches.map(({ uniforms }) => {
    const values = Object.values(uniforms).flat();
    if (values.length === 0) return undefined;
    const key = values.join();
    let start = known.get(key);
    if (start === undefined) {
      while ((4 * all.length) % alignment !== 0) all.push(0);
      start = 4 * all.length;
      known.set(key, start);
      all.push(...values);
    }
    return start;
  });
  return { data: Int32Array.from(all), starts };
}
