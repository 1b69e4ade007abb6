import { heldBytes } from './memory';
import { type Random, randomOf } from './random';
import { startWatchdog } from './watchdog';

export interface FuzzOptions {
  readonly name: string;
  /** Items in an ordinary test run. `MOSA_FUZZ=<count>` asks for another number. */
  readonly count: number;
  /** Item i draws from seed + i alone, so that each can be repeated by itself: `MOSA_FUZZ_ITEM=<i>`. */
  readonly seed: number;
  /** What became of it, in a word. Throws where it finds a defect. */
  item(random: Random, index: number): string | Promise<string>;
  /** Words that some item must end with: damage that is always refused, or never, tests half of what it should. */
  readonly covers: readonly string[];
  /** As many items as said, whatever is asked for: a test of a fuzzer itself. Default false. */
  readonly isFixed?: boolean;
}

/** Longest that an item may take, in seconds: it takes milliseconds, on a machine that may be busy with others. */
const longestItem = 30;
/** Growth that a run may leave behind: a leak of 1 kB an item is more in any long run. */
const mostGrowth = 24 * 2 ** 20;
/** Defects that are told at once; the rest are most often the same. */
const mostDefects = 8;

/** For a test's own limit, in milliseconds: the long form takes minutes. */
export const fuzzTimeout = 3_600_000;

/** Runs every item, and fails with all that they found: defects, items that took too long, and memory that was kept. */
export async function fuzz({ name, count, seed, item, covers, isFixed }: FuzzOptions): Promise<void> {
  const { from, to } = isFixed ? { from: 0, to: count } : rangeOf(count);
  const watchdog = startWatchdog(name, longestItem);
  const defects = new Map<string, string>();
  const outcomes = new Set<string>();
  // The first items make what is made once: compiled code, tables, caches.
  const warm = from + Math.floor((to - from) / 4);
  let before = Number.POSITIVE_INFINITY;
  for (let index = from; index < to && defects.size < mostDefects; index++) {
    if (index === warm) before = await heldBytes();
    watchdog.begins(index);
    try {
      outcomes.add(await item(randomOf(seed + index), index));
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      // One for each place that threw.
      const place = text.split('\n').slice(1, 3).join('\n');
      if (!defects.has(place)) defects.set(place, `item ${index}: ${text.slice(0, 3000)}`);
    }
  }
  await watchdog.stop();
  const growth = (await heldBytes()) - before;
  if (growth > mostGrowth) defects.set('memory', `${growth} bytes more are held after the run than before`);
  const missing = covers.filter((outcome) => !outcomes.has(outcome));
  if (missing.length > 0 && to - from > 1) defects.set('covers', `no item ended as ${missing.join(' or ')}`);
  if (defects.size > 0) throw new Error(`${name} found\n${[...defects.values()].join('\n\n')}`);
}

function rangeOf(count: number): { from: number; to: number } {
  const { MOSA_FUZZ: many, MOSA_FUZZ_ITEM: one } = process.env;
  if (one) return { from: Number(one), to: Number(one) + 1 };
  const to = many ? Number(many) : count;
  if (!Number.isSafeInteger(to) || to < 1) throw new Error(`MOSA_FUZZ: expected a whole number from 1, got ${many}`);
  return { from: 0, to };
}
