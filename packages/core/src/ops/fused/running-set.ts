import { sizeOf } from '../../types';
import { fate, type SlotLimit } from '../causal-state';
import { compact } from '../compact';
import { constantInt, range, steps } from '../constants';
import type { TensorOps } from '../interface';
import { remainder } from '../remainder';

/** Tokens that come, in order. */
export interface Arrivals<T> {
  /** int32 [t] or [B, t] */
  readonly positions: T;
  /** float32 [E, B, t]: what they are ranked by. */
  readonly keys: T;
  /** bool [E, B, t] */
  readonly candidates: T;
}

/** The set as it was before they came: see `CausalState`. */
export interface HeldBefore<T> {
  readonly keys: T;
  readonly positions: T;
  readonly start: T;
  readonly admitted: T;
}

/** The set at some time: m entries of which some are occupied, [E, B, m] each. */
interface RunningSet<T> {
  readonly keys: T;
  readonly occupied: T;
  /** int32: how many of the set rank before each. */
  readonly better: T;
  /** int32: its place in the result. */
  readonly source: T;
}

interface Limits {
  readonly capacity: number;
  readonly limit?: SlotLimit;
}

/** Tokens that are looked at together: pairs of them are compared, and each chunk adds ops to the graph. */
const maxChunk = 128;

/**
 * Streams tokens through a set of the C best. The set can be followed chunk by chunk without a loop over tokens: a candidate
 * enters if fewer than C of those before it rank before it, and leaves when C better ones have come.
 * @returns int32 [E, B, t], or with a set from before [E, B, C + t], its entries first: see `TensorOps.causalSelect`
 */
export function runningSet<T>(
  ops: TensorOps<T>,
  arrivals: Arrivals<T>,
  before: HeldBefore<T> | undefined,
  { capacity, limit }: Limits,
): T {
  const [_E, B, t] = ops.typeOf(arrivals.keys).shape as [number, number, number];
  const int = (value: number) => constantInt(ops, value);
  const offset = before ? capacity : 0;
  let held: RunningSet<T> | undefined = before && entriesOf(ops, before);
  const results = held ? [ops.where(held.occupied, int(fate.stays), int(fate.none))] : [];
  const departures: Departures<T>[] = [];

  /** Lets the candidates among the tokens of a chunk in, all of one block. @param count admitted in that block before them */
  const arrive = (from: number, keys: T, positions: T, candidates: T, count: T | undefined) => {
    const size = ops.typeOf(keys).shape[2]!;
    const m = held ? ops.typeOf(held.keys).shape[2]! : 0;
    const run = admit(ops, held, keys, candidates, { capacity, limit }, count);
    const leaves = ops.add(part(ops, positions, 0, 1), run.passes); // [E, B, m + s]
    if (held) {
      const gone = ops.and(held.occupied, ops.greater(int(size), part(ops, run.passes, 0, m)));
      const change = ops.where(gone, ops.sub(part(ops, leaves, 0, m), int(fate.stays)), int(0));
      departures.push({ source: held.source, change });
    }
    const end = ops.where(part(ops, run.survives, m, size), int(fate.stays), part(ops, leaves, m, size));
    const others = run.dropped ? ops.where(run.dropped, int(fate.dropped), int(fate.none)) : int(fate.none);
    held = remaining(ops, held, keys, run, capacity, offset + from);
    return { fates: ops.where(run.admitted, end, others), admitted: run.admitted };
  };
  const added = (admitted: T, count: T | undefined): T => {
    const total = ops.sum(ops.cast(admitted, 'int32'), [-1]); // [E, B]
    return count === undefined ? total : ops.add(count, total);
  };

  const block = limit?.block ?? maxChunk;
  const span = Math.min(maxChunk, block);
  // With a set from before, each row has its own place in its block, [B, 1], and a chunk may hold the end of one block and the
  // start of the next; otherwise chunks end where blocks do.
  let place = before && limit ? remainder(ops, ops.reshape(before.start, [B, 1]), block) : undefined;
  let count = place && before?.admitted;
  for (let from = 0; from < t; ) {
    const size = Math.min(span, t - from, place || !limit ? t : block - (from % block));
    const [keys, positions, candidates] = (['keys', 'positions', 'candidates'] as const).map((name) =>
      part(ops, arrivals[name], from, size),
    ) as [T, T, T];
    if (!place) {
      const run = arrive(from, keys, positions, candidates, from % block === 0 ? undefined : count);
      results.push(run.fates);
      if (limit) count = added(run.admitted, from % block === 0 ? undefined : count);
    } else {
      const start = ops.greater(ops.reshape(place, [B]), int(0)); // [B]
      const here = ops.where(start, count!, int(0)); // [E, B]
      const inFirst = ops.greater(int(block), ops.add(place, range(ops, size))); // [B, s]
      const one = arrive(from, keys, positions, ops.and(candidates, inFirst), here);
      const next = ops.add(place, int(size));
      count = added(one.admitted, here);
      if (size === 1) results.push(one.fates);
      else {
        const two = arrive(from, keys, positions, ops.and(candidates, ops.not(inFirst)), undefined);
        results.push(ops.where(inFirst, one.fates, two.fates));
        const crossed = ops.reshape(ops.greater(next, int(block)), [B]);
        count = ops.where(crossed, added(two.admitted, undefined), count);
      }
      place = ops.where(ops.greaterEqual(next, int(block)), ops.sub(next, int(block)), next);
    }
    from += size;
  }
  return withDepartures(ops, results.length === 1 ? results[0]! : ops.concat(results, -1), departures);
}

/** Entries that leave a set: their places in the result [E, B, m], and what that changes there, 0 for those that do not. */
interface Departures<T> {
  readonly source: T;
  readonly change: T;
}

function withDepartures<T>(ops: TensorOps<T>, fates: T, departures: readonly Departures<T>[]): T {
  const { shape } = ops.typeOf(fates);
  const [E, B, length] = shape as [number, number, number];
  const flat = departures.map(({ source, change }) => {
    const size = sizeOf(ops.typeOf(change).shape);
    const row = ops.add(source, steps(ops, [E, B, 1], length));
    return { row: ops.reshape(row, [size]), change: ops.reshape(change, [size, 1]) };
  });
  if (flat.length === 0) return fates;
  const all = (name: 'row' | 'change') => {
    const parts = flat.map((departure) => departure[name]);
    return parts.length === 1 ? parts[0]! : ops.concat(parts, 0);
  };
  return ops.add(fates, ops.reshape(ops.scatterAdd(all('row'), all('change'), E * B * length), shape));
}

/** What a chunk does to a set of m entries. */
interface Run<T> {
  /** bool [E, B, s] */
  readonly admitted: T;
  /** bool [E, B, s]: kept out for want of a slot alone. */
  readonly dropped?: T;
  /** int32 [E, B, m + s]: tokens of the chunk that come before each entry, then each token, is outranked by C. */
  readonly passes: T;
  /** bool [E, B, m + s]: in the set after the chunk. */
  readonly survives: T;
  /** int32 [E, B, m + s]: how many then rank before each. */
  readonly better: T;
}

function admit<T>(
  ops: TensorOps<T>,
  held: RunningSet<T> | undefined,
  keys: T,
  candidates: T,
  { capacity, limit }: Limits,
  count: T | undefined,
): Run<T> {
  const [E, B, s] = ops.typeOf(keys).shape as [number, number, number];
  const m = held ? ops.typeOf(held.keys).shape[2]! : 0;
  const int = (value: number) => constantInt(ops, value);
  const column = (x: T) => ops.reshape(x, [...ops.typeOf(x).shape, 1]);
  const row = (x: T, n: number) => ops.reshape(x, [E, B, 1, n]);
  const counted = (flags: T) => ops.sum(ops.cast(flags, 'int32'), [-1]);

  // Those before a token rank before it unless they are worse, since equal ones go by position.
  const order = range(ops, s);
  const earlier = ops.greater(column(order), order); // [s, s]: row j, columns i < j
  const aboveToken = ops.and(earlier, ops.greaterEqual(row(keys, s), column(keys))); // [E, B, s, s]
  const aboveHeld = held && counted(ops.and(row(held.occupied, m), ops.greaterEqual(row(held.keys, m), column(keys)))); // [E, B, s]
  const betterAmong = (who: T): T => {
    const among = counted(ops.and(aboveToken, row(who, s)));
    return aboveHeld === undefined ? among : ops.add(aboveHeld, among);
  };
  let better = betterAmong(candidates);
  let admitted = ops.and(candidates, ops.greater(int(capacity), better));
  let dropped: T | undefined;
  if (limit) {
    const inBlock = ops.cumulativeSum(ops.cast(admitted, 'int32')); // 1-based
    const slot = count === undefined ? inBlock : ops.add(inBlock, column(count));
    admitted = ops.and(admitted, ops.greaterEqual(int(limit.count), slot));
    better = betterAmong(admitted); // the set as it is without those that had no slot
    dropped = ops.and(ops.and(candidates, ops.not(admitted)), ops.greater(int(capacity), better));
  }

  const all = column(joined(ops, held?.keys, keys)); // [E, B, m + s, 1]
  const place = ops.sub(range(ops, m + s), int(m)); // entries stand before all tokens
  const outranks = ops.and(
    ops.and(ops.greater(order, column(place)), row(admitted, s)),
    ops.greater(row(keys, s), all),
  ); // [E, B, m + s, s]: column j comes later and is better
  const reached = ops.add(ops.cumulativeSum(ops.cast(outranks, 'int32')), column(joined(ops, held?.better, better)));
  const passes = counted(ops.greater(int(capacity), reached));
  const inside = joined(ops, held?.occupied, admitted);
  return {
    admitted,
    ...(dropped === undefined ? {} : { dropped }),
    passes,
    survives: ops.and(inside, ops.equal(passes, int(s))),
    better: ops.reshape(part(ops, reached, s - 1, 1), [E, B, m + s]),
  };
}

/** The set after a chunk. @param place of the chunk's first token in the result */
function remaining<T>(
  ops: TensorOps<T>,
  held: RunningSet<T> | undefined,
  keys: T,
  { survives, better }: Run<T>,
  capacity: number,
  place: number,
): RunningSet<T> {
  const [E, B, n] = ops.typeOf(survives).shape as [number, number, number];
  const s = ops.typeOf(keys).shape[2]!;
  const m = Math.min(capacity, n);
  const index = ops.add(compact(ops, survives, m), steps(ops, [E, B, 1], n)); // [E, B, m]
  const kept = (x: T) => ops.gather(ops.reshape(x, [E * B * n]), index);
  const source = ops.broadcastTo(ops.add(range(ops, s), constantInt(ops, place)), [E, B, s]);
  return {
    keys: kept(joined(ops, held?.keys, keys)),
    occupied: ops.greater(ops.sum(ops.cast(survives, 'int32'), [-1], true), range(ops, m)),
    better: kept(better),
    source: kept(joined(ops, held?.source, source)),
  };
}

/** A set as it came: who ranks before whom is found by comparing all, since entries stand in any order. */
function entriesOf<T>(ops: TensorOps<T>, { keys, positions }: HeldBefore<T>): RunningSet<T> {
  const [E, B, C] = ops.typeOf(keys).shape as [number, number, number];
  const column = (x: T) => ops.reshape(x, [E, B, C, 1]);
  const row = (x: T) => ops.reshape(x, [E, B, 1, C]);
  const occupied = ops.greaterEqual(positions, constantInt(ops, 0));
  const tied = ops.and(ops.equal(row(keys), column(keys)), ops.greater(column(positions), row(positions)));
  const before = ops.and(row(occupied), ops.or(ops.greater(row(keys), column(keys)), tied));
  return {
    keys,
    occupied,
    better: ops.sum(ops.cast(before, 'int32'), [-1]),
    source: ops.broadcastTo(range(ops, C), [E, B, C]),
  };
}

/** What was held, and what came, along the last axis. */
function joined<T>(ops: TensorOps<T>, held: T | undefined, arrived: T): T {
  return held === undefined ? arrived : ops.concat([held, arrived], -1);
}

/** `size` elements of the last axis. */
function part<T>(ops: TensorOps<T>, x: T, from: number, size: number): T {
  const { shape } = ops.typeOf(x);
  if (shape.at(-1) === size) return x;
  return ops.slice(x, [...shape.slice(0, -1).map(() => 0), from], [...shape.slice(0, -1), size]);
}
