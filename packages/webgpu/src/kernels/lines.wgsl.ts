/** The parts of a vector of WGSL. */
export const xyzw = ['x', 'y', 'z', 'w'] as const;

/** A line of WGSL for each number from 0. */
export function each(count: number, line: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => line(i)).join('\n');
}
