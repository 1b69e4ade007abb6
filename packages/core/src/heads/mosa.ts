import { MosaError } from '../error';
import { scoreScope } from '../graph/flops';
import { constantInt, constantScalar, range, steps } from '../ops/constants';
import type { TensorOps } from '../ops/interface';
import { sameShape, showType } from '../types';
import { type MosaConfig, selectedCount } from './config';
import { checkBatch, zeroPadding } from './padding';
import { rotaryAt } from './rotary';

/** MoSA's weights: `router` [E, h], `qkv` [E, h, 3h'] (Q, K, V), `out` [E, h', h]. */
export interface MosaWeights<T> {
  readonly router: T;
  readonly qkv: T;
  readonly out: T;
}

export interface MosaResult<T> {
  /** float32 [B, T, h]: sum over heads; a row that no head selected is exactly 0. */
  readonly y: T;
  /** float32 [E, B, T]: router logits. Scores are their sigmoid. */
  readonly logits: T;
  /** int32 [E, B, k]: selected positions, ascending. */
  readonly indices: T;
}

export interface MosaOptions<T> {
  /** bool [B, T]: false marks padding, which is neither selected nor attended to. */
  readonly mask?: T;
  /**
   * int32 [E, B, k]: use these positions instead of the router's choice, ascending and distinct. What is on a device already
   * is taken as it is: a slot attends to itself and the slots before it, whatever their positions; slots of one position add
   * up; and a position out of range counts as the nearest one in it.
   */
  readonly indices?: T;
}

/**
 * E MoSA heads (paper, section 3.2). x float32 [B, T, h]. Work and memory grow as E·(k² + T); nothing is [T, T].
 * @throws MosaError `shape` or `dtype` where an operand does not fit the configuration
 */
export function mosa<T>(
  ops: TensorOps<T>,
  x: T,
  weights: MosaWeights<T>,
  config: MosaConfig,
  { mask, indices }: MosaOptions<T> = {},
): MosaResult<T> {
  return mosaHeads(ops, x, weights, config, mask, indices === undefined ? undefined : givenTokens(ops, indices));
}

/** Positions of the tokens that each head takes: int32 [E, B, k] from router logits float32 [E, B, T]. */
export type Choose<T> = (logits: T) => T;

/** MoSA heads without the part that checks given positions. @param choose Default: the best by their logits */
export function mosaHeads<T>(
  ops: TensorOps<T>,
  x: T,
  weights: MosaWeights<T>,
  config: MosaConfig,
  mask: T | undefined,
  choose: Choose<T> = (logits) => ops.scope('select', () => selectTokens(ops, logits, config, mask)),
): MosaResult<T> {
  const { B, T, h } = checkBatch(ops, x, config, mask);
  const { heads: E, dHead: d } = config;
  const tokens = ops.reshape(zeroPadding(ops, x, mask), [B * T, h]); // [B·T, h]

  const logits = ops.scope('router', () => ops.reshape(ops.matMul(weights.router, tokens, false, true), [E, B, T])); // [E, B, T]
  const indices = choose(logits); // [E, B, k]
  const k = ops.typeOf(indices).shape[2]!;

  const rows = ops.add(indices, steps(ops, [B, 1], T)); // [E, B, k]: row of each selected token in `tokens`
  const logit = ops.gather(ops.reshape(logits, [E * B * T]), ops.add(indices, steps(ops, [E, B, 1], T))); // [E, B, k]
  const valid = mask === undefined ? undefined : ops.gather(ops.reshape(mask, [B * T]), rows); // [E, B, k]: slot holds a token
  const score = valid === undefined ? ops.sigmoid(logit) : ops.where(valid, ops.sigmoid(logit), constantScalar(ops, 0));

  const selected = ops.reshape(ops.gather(tokens, rows), [E, B * k, h]); // [E, B·k, h]
  const qkv = ops.scope('qkv', () => ops.matMul(selected, weights.qkv)); // [E, B·k, 3h']
  const part = (i: number) => ops.reshape(ops.slice(qkv, [0, 0, i * d], [E, B * k, d]), [E * B, k, d]); // [E·B, k, h']
  const position = rotaryAt(ops, T, config, indices, [E * B, k, d]); // by their ORIGINAL positions
  const visible = valid === undefined ? undefined : ops.reshape(valid, [E * B, 1, k]);
  const attended = ops.scope('attention', () =>
    // Positions ascend, so "query position ≥ key position" is plain causal attention of length k.
    ops.attention(position(part(0)), position(part(1)), part(2), { scale: 1 / Math.sqrt(d), causal: true }, visible),
  ); // [E·B, k, h']

  const scaled = ops.scope(scoreScope, () => ops.mul(attended, ops.reshape(score, [E * B, k, 1]))); // the router's gradient path
  const output = ops.scope('out', () => ops.matMul(ops.reshape(scaled, [E, B * k, d]), weights.out)); // [E, B·k, h]
  const scattered = ops.scatterAdd(ops.reshape(rows, [E * B * k]), ops.reshape(output, [E * B * k, h]), B * T); // [B·T, h]
  return { y: ops.reshape(scattered, [B, T, h]), logits, indices };
}

/** These positions whatever the logits, but for those below 0 or beyond T − 1, which some backends would read from other memory. */
export function givenTokens<T>(ops: TensorOps<T>, indices: T): Choose<T> {
  return (logits) => {
    const [E, B, seqLen] = ops.typeOf(logits).shape as [number, number, number];
    const type = ops.typeOf(indices);
    const k = type.shape[2];
    if (type.dtype !== 'int32' || k === undefined || !sameShape(type.shape, [E, B, k])) {
      throw new MosaError('shape', 'mosa indices', `int32 [${E}, ${B}, k]`, showType(type));
    }
    return ops.minimum(ops.maximum(indices, constantInt(ops, 0)), constantInt(ops, seqLen - 1));
  };
}

/** Positions that each head takes: float32 [E, B, T] → int32 [E, B, k] ascending. */
function selectTokens<T>(ops: TensorOps<T>, logits: T, config: MosaConfig, mask: T | undefined): T {
  const seqLen = ops.typeOf(logits).shape[2]!;
  const k = selectedCount(config, seqLen);
  if (!config.includeFirst) return ops.selectIndices(logits, k, mask);
  // Position 0 outranks all; it is still padding where the mask says so.
  const isFirst = ops.equal(range(ops, seqLen), constantInt(ops, 0)); // [T]
  return ops.selectIndices(ops.where(isFirst, constantScalar(ops, Number.POSITIVE_INFINITY), logits), k, mask);
}
