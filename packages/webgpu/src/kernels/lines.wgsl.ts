/** The parts of a vector of WGSL. */
export const xyzw = ['x', 'y', 'z', 'w'] as const;

/**
 * WGSL of the row of a tile that an invocation computes as its n-th: 4 neighbours, then 4 neighbours that lie further down.
 * @param down invocations below each other, which are told apart by `y`
 */
export function rowOf(row: number, down: number): string {
  return `4 * i32(y + ${down * (row >> 2)}u) + ${row % 4}`;
}

/** A line of WGSL for each number from 0. */
export function each(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n');
}
