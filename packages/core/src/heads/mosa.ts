import { MosaError } from '../error';
import { constantInt } from '../ops/constants';
import type { TensorOps } from '../ops/interface';
import { sameShape, showType } from '../types';
import { type Attend, attendFused, type HeadOptions } from './attend';
import type { CausalChoice } from './causal-config';
import type { MosaConfig } from './config';
import { checkBatch, zeroPadding } from './padding';
import { rotaryAt } from './rotary';
import { mergeRows, projectRows, routerLogits, slotLogits, slotScores } from './rows';
import { slotRows } from './slot-rows';

/** MoSA's weights: `router` [E, h], `qkv` [E, h, 3h'] (Q, K, V), `out` [E, h', h]; `threshold` [E], in logits, of causal heads. */
export interface MosaWeights<T> {
  readonly router: T;
  readonly qkv: T;
  readonly out: T;
  readonly threshold?: T;
}

/** Causal heads (`selection`) also tell `valid`, `evictedAt` and `dropped`: see `CausalChoice`. */
export interface MosaResult<T> extends Choice<T> {
  /** float32 [B, T, h]: sum over heads; a row that no head selected is exactly 0. */
  readonly y: T;
  /** float32 [E, B, T]: router logits. Scores are their sigmoid. */
  readonly logits: T;
}

export interface MosaOptions<T> extends HeadOptions<T> {
  /** bool [B, T]: false marks padding, which is neither selected nor attended to. */
  readonly mask?: T;
  /**
   * int32 [E, B, k]: use these positions instead of the router's choice, ascending and distinct. What is on a device already
   * is taken as it is: a slot attends to itself and the slots before it, whatever their positions; slots of one position add
   * up; and a position out of range counts as the nearest one in it.
   */
  readonly indices?: T;
  /** int32 [E, B, k], with `indices`: a slot holds a token if this is above its position, and is seen by positions below it. */
  readonly evictedAt?: T;
  /** Causal heads take the best tokens of whole sequences nevertheless, as in a warm-up of their thresholds. Default false. */
  readonly lookAhead?: boolean;
}

/** The slots that heads fill, from router logits float32 [E, B, T]. */
export type Choose<T> = (
  ops: TensorOps<T>,
  logits: T,
  weights: MosaWeights<T>,
  config: MosaConfig,
  mask: T | undefined,
) => Choice<T>;

/** Causal heads tell all of `CausalChoice`; others only positions, all of them valid where the mask is true. */
export type Choice<T> = Pick<CausalChoice<T>, 'indices'> & Partial<CausalChoice<T>>;

/**
 * MoSA heads without the part that checks given positions.
 * @param choose by the rule of the configuration, or what is given
 */
export function mosaHeads<T>(
  ops: TensorOps<T>,
  x: T,
  weights: MosaWeights<T>,
  config: MosaConfig,
  mask: T | undefined,
  choose: Choose<T>,
  attend: Attend<T> = attendFused,
): MosaResult<T> {
  const { B, T, h } = checkBatch(ops, x, config, mask);
  const { heads: E, dHead: d } = config;
  const tokens = ops.reshape(zeroPadding(ops, x, mask), [B * T, h]); // [B·T, h]
  const logits = routerLogits(ops, tokens, weights.router, [E, B, T]); // [E, B, T]
  const choice = ops.scope('select', () => choose(ops, logits, weights, config, mask));
  const { indices, valid: held, evictedAt } = choice; // [E, B, k]
  const k = ops.typeOf(indices).shape[2]!;

  const rows = slotRows(ops, indices, held, T); // [E, B, k]: row of each selected token in `tokens`
  const valid = held ?? (mask === undefined ? undefined : ops.gather(ops.reshape(mask, [B * T]), rows)); // [E, B, k]: slot holds a token
  const score = slotScores(ops, slotLogits(ops, logits, indices), valid, config, weights.threshold); // [E, B, k]
  const table = rotaryAt(ops, T, config, indices); // by their ORIGINAL positions
  const projected = projectRows(ops, tokens, rows, weights.qkv, config, table); // [E·B, k, h']
  const inSlot = valid === undefined ? undefined : ops.reshape(valid, [E * B, 1, k]);
  const visible = evictedAt === undefined ? inSlot : stillThere(ops, indices, evictedAt, inSlot);
  // Positions ascend, so "query position ≥ key position" is plain causal attention of length k.
  const how = { scale: 1 / Math.sqrt(d), causal: true };
  const attended = attend(ops, projected, [E, B], how, visible); // [E·B, k, h']
  const y = mergeRows(ops, attended, { score, rows, held }, weights.out, [B, T, h]); // [B, T, h]
  return { y, logits, ...choice };
}

/** bool [E·B, N, N]: what a query's position comes before the end of. */
function stillThere<T>(ops: TensorOps<T>, indices: T, evictedAt: T, inSlot: T | undefined): T {
  const [E, B, N] = ops.typeOf(indices).shape as [number, number, number];
  const visible = ops.greater(ops.reshape(evictedAt, [E * B, 1, N]), ops.reshape(indices, [E * B, N, 1]));
  return inSlot === undefined ? visible : ops.and(visible, inSlot);
}

/** These positions whatever the logits, but for those below 0 or beyond T − 1, which some backends would read from other memory. */
export function givenTokens<T>(indices: T, evictedAt?: T): Choose<T> {
  return (ops, logits) => {
    const [E, B, seqLen] = ops.typeOf(logits).shape as [number, number, number];
    const type = ops.typeOf(indices);
    const k = type.shape[2];
    if (type.dtype !== 'int32' || k === undefined || !sameShape(type.shape, [E, B, k])) {
      throw new MosaError('shape', 'mosa indices', `int32 [${E}, ${B}, k]`, showType(type));
    }
    const inRange = ops.minimum(ops.maximum(indices, constantInt(ops, 0)), constantInt(ops, seqLen - 1));
    if (evictedAt === undefined) return { indices: inRange };
    const ends = ops.typeOf(evictedAt);
    if (ends.dtype !== 'int32' || !sameShape(ends.shape, type.shape))
      throw new MosaError('shape', 'mosa evictedAt', showType(type), showType(ends));
    return { indices: inRange, evictedAt, valid: ops.greater(evictedAt, inRange) };
  };
}
