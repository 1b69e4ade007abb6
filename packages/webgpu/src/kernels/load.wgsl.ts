import { each, xyzw } from './lines.wgsl';
import type { Width } from './vectors';

/**
 * WGSL that sets `value` to 4 neighbours of an array, as far as they lie before an end.
 * @param first place of the first in the array
 * @param at place of the first among what ends at `end`
 */
export function loadFour(array: string, first: string, at: string, end: string, components: Width): string {
  if (components === 4) return `value = ${array}[u32(${first}) / 4u];`;
  return each(4, (i) => `if (${at} + ${i} < ${end}) { value.${xyzw[i]} = ${array}[${first} + ${i}]; }`);
}
