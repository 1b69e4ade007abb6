import type { DType, HostData, Shape, TensorType } from '../types';
import type { CausalSelectOptions, CausalState } from './causal-state';

/**
 * The tensor interface: all that an attention head may ask of a tensor library. Heads are functions generic over the
 * tensor type T, written against this and nothing else.
 *
 * Rules that hold for every member:
 * - Shapes are static and known when the op is called. Wrong shapes and dtypes throw a MosaError before any device work.
 * - Ops are pure: no operand changes and no operand is freed. Who frees a result is up to whoever made the instance: a
 *   compiled program frees each intermediate after its last use, an eager instance leaves it to the library (`tf.tidy`).
 * - "numeric" is float32 or int32. Operands of a binary op share one dtype and broadcast against each other as in NumPy.
 * - NaN propagates through arithmetic; every comparison with NaN is false.
 * - A negative axis counts from the end.
 */
export interface TensorOps<T> {
  /** The static type of a tensor made by this instance. */
  typeOf(x: T): TensorType;
  /** Names what `build` makes (paths joined by '/'), for cost accounts and reports. Changes no result. */
  scope<R>(name: string, build: () => R): R;

  /** Data known at build time, on the device once. */
  constant(data: HostData, shape: Shape, dtype: DType): T;

  /** −x. numeric [...S] → [...S] */
  neg(x: T): T;
  /** e^x. float32 [...S] → [...S] */
  exp(x: T): T;
  /** Natural logarithm. float32 [...S] → [...S]. log 0 = −∞, log of a negative = NaN */
  log(x: T): T;
  /** Square root. float32 [...S] → [...S]. NaN below 0 */
  sqrt(x: T): T;
  /** 1 / (1 + e^−x). float32 [...S] → [...S]. Exactly 0 at −∞ and 1 at +∞ */
  sigmoid(x: T): T;
  /** float32 [...S] → bool [...S] */
  isNaN(x: T): T;
  /** Negation. bool [...S] → bool [...S] */
  not(x: T): T;

  /** numeric × numeric → numeric, broadcast */
  add(a: T, b: T): T;
  /** numeric × numeric → numeric, broadcast */
  sub(a: T, b: T): T;
  /** numeric × numeric → numeric, broadcast */
  mul(a: T, b: T): T;
  /** float32 × float32 → float32, broadcast. x / 0 = ±∞, 0 / 0 = NaN */
  div(a: T, b: T): T;
  /** numeric × numeric → numeric, broadcast. Unspecified where an operand is NaN */
  maximum(a: T, b: T): T;
  /** numeric × numeric → numeric, broadcast. Unspecified where an operand is NaN */
  minimum(a: T, b: T): T;
  /** a > b. numeric × numeric → bool, broadcast */
  greater(a: T, b: T): T;
  /** a ≥ b. numeric × numeric → bool, broadcast */
  greaterEqual(a: T, b: T): T;
  /** a = b (−0 = 0, NaN ≠ NaN). numeric × numeric → bool, broadcast */
  equal(a: T, b: T): T;
  /** bool × bool → bool, broadcast */
  and(a: T, b: T): T;
  /** bool × bool → bool, broadcast */
  or(a: T, b: T): T;
  /** condition ? a : b, all three broadcast. The branch not taken never leaks, not even a NaN. bool × D × D → D */
  where(condition: T, a: T, b: T): T;

  /** Any dtype to any: float32 → int32 truncates towards 0 (unspecified outside int32), to bool is x ≠ 0 */
  cast(x: T, dtype: DType): T;
  /** Same elements in the same order. Any dtype [...S] → shape. May share memory with x */
  reshape(x: T, shape: Shape): T;
  /** result.shape[i] = x.shape[permutation[i]]. Any dtype */
  transpose(x: T, permutation: readonly number[]): T;
  /** Repeats axes of size 1 (and adds leading axes) to reach `shape`. Any dtype */
  broadcastTo(x: T, shape: Shape): T;
  /** One or more tensors of one dtype, equal but for `axis`, laid after each other along it */
  concat(xs: readonly T[], axis: number): T;
  /** The box of `size` that starts at `begin`. Any dtype */
  slice(x: T, begin: readonly number[], size: readonly number[]): T;

  /** Batched product of the last two axes; the leading axes are equal, not broadcast. float32 [...P, M, K] × [...P, K, N] → [...P, M, N]; `transposeA` takes [...P, K, M], `transposeB` [...P, N, K] */
  matMul(a: T, b: T, transposeA?: boolean, transposeB?: boolean): T;
  /** Sum over the axes. numeric → numeric */
  sum(x: T, axes: readonly number[], keepDims?: boolean): T;
  /** Maximum over the axes. numeric → numeric. Unspecified where x has NaN */
  max(x: T, axes: readonly number[], keepDims?: boolean): T;
  /** Softmax over the last axis, safe against overflow. float32 [...S, N] → [...S, N]. A row without a finite element is unspecified */
  softmax(x: T): T;
  /** Inclusive running sum along the last axis. numeric [...S, N] → [...S, N] */
  cumulativeSum(x: T): T;
  /** Rows by number: result[i…] = x[indices[i…]]. Any dtype [R, ...S] × int32 [...I] → [...I, ...S]. Out of range is unspecified */
  gather(x: T, indices: T): T;
  /** Zeros [rows, D] to which updates[m] is added at row indices[m]; equal indices all count. int32 [M] × numeric [M, D] → [rows, D] */
  scatterAdd(indices: T, updates: T, rows: number): T;
  /**
   * x with row rows[m] replaced by values[m]; a row out of range (below 0, or R and more) is left out, so −1 writes nothing. Any
   * dtype x [R, ...S], int32 rows [M], values [M, ...S] → [R, ...S]. What stands at a row that is given twice is unspecified
   */
  setRows(x: T, rows: T, values: T): T;
  /** The k largest values of the last axis, falling. float32 [...S, N] → [...S, k]; k ≤ N. x is finite (backends disagree on where NaN and infinities rank, so callers replace them) */
  topKValues(x: T, k: number): T;

  /**
   * Fused: positions of the k best logits of the last axis, ascending and distinct. float32 [...S, N] (+ bool `valid`
   * that broadcasts to it) → int32 [...S, k]. Ranked by value, falling; ties to the lower position; −∞ below every
   * finite value, NaN below −∞, positions that are not valid below NaN (they fill up only where fewer than k are valid).
   */
  selectIndices(logits: T, k: number, valid?: T): T;
  /**
   * Fused: what becomes of each token of a causal head, decided in order and never by what comes later. A valid token whose
   * logit is above its head's threshold is a candidate (NaN never is). It is admitted, and from then on in the head's running
   * set, if fewer than C of the set rank before it (by value, falling; ties to the lower position) and its block of positions
   * has a slot left; where the set then has more than C, the last is evicted. float32 logits [E, B, t], threshold [E]
   * (+ bool `valid` [B, t]) → int32 [E, B, t]: for an admitted token the position at which it is evicted, `fate.stays` if by none
   * of these; `fate.dropped` for what would be admitted but for a slot; else `fate.none`. With a state, tokens stand at
   * `start` + 0, 1, … and the result is [E, B, C + t], with the state's entries first (`fate.none` where one is free).
   */
  causalSelect(
    logits: T,
    threshold: T,
    options: CausalSelectOptions,
    more?: { readonly state?: CausalState<T>; readonly valid?: T },
  ): T;
  /**
   * Fused: the position that a number from 0 to below 1 draws among the logits of each row. float32 logits [...S, V], random [...S],
   * sampling [3] as `samplingTensor` makes it: temperature, k (0: all) and topP → int32 [...S]. Logits come in falling order, equal ones by position; each weighs e^((logit − largest) / temperature), −∞
   * nothing; a temperature of 0 takes the first. Of the first k, the fewest whose mass reaches topP · that of the k are kept, and the first is drawn up to which the
   * mass is more than random · that of those kept; where rounding leaves none, the last that weighs something. −1 for a row with
   * a NaN or +∞, or with −∞ alone.
   */
  drawToken(logits: T, random: T, sampling: T): T;
  /**
   * Fused: rotary position embedding, x · cos + (x2, x1) · sin, where x1 and x2 are the halves of the first `width` of the last
   * axis; the rest passes through. float32 x [...S, d], cos and sin [P, d], of which a row of x meets row `positions`, int32 that
   * broadcasts to [...S], or, where there are none, its place on the axis before the last (P long then) → [...S, d]. cos is 1 and
   * sin 0 beyond `width`; within, both halves of cos are alike, and those of sin too but for their sign, as a rotation has it.
   * A position out of range is unspecified. No gradient passes to the table
   */
  rotary(x: T, cos: T, sin: T, options: RotaryOptions, positions?: T): T;
  /**
   * Fused: softmax(scale · q kᵀ + mask) v. float32 q [...P, M, d], k [...P, N, d], v [...P, N, e] → [...P, M, e].
   * `mask` is bool, broadcasts to [...P, M, N], true = visible. `causal` (M = N) hides column j from row i < j.
   * A hidden column weighs exactly 0; a row that sees no column gives 0. What is not finite in q, k or v reaches no row that
   * it is hidden from. An element of v that is not finite makes its column of every row that sees it not finite, and may
   * make the others of these rows NaN. Gradients make no such promise.
   */
  attention(q: T, k: T, v: T, options: AttentionOptions, mask?: T): T;
  /**
   * Fused: how a number changes with q, k and v that depends on their attention alone, of which it changes by dy. float32 dy
   * [...P, M, e], the rest as in `attention` → float32 [|q| + |k| + |v|]: the gradients of q, k and v, each flattened, after
   * each other. Unspecified where an operand is not finite.
   */
  attentionGradient(dy: T, q: T, k: T, v: T, options: AttentionOptions, mask?: T): T;
}

export interface RotaryOptions {
  /** Even. */
  readonly width: number;
  /** Rotates the other way round. Default false. */
  readonly inverse?: boolean;
}

export interface AttentionOptions {
  readonly scale: number;
  readonly causal: boolean;
}
