import type { Settings } from '../settings/settings';

/** h': width of every head. Heads are small here, so that there are many to look at. */
export const dHead = 16;

/** ρ = T / k, a little less, so that ⌊T / ρ⌋ is k whatever is rounded. */
export function sparsityOf({ length, k }: Pick<Settings, 'length' | 'k'>): number {
  return Math.max(length / (k + 1e-6), 1);
}
