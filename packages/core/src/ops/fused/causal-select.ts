import { MosaError } from '../../error';
import { type Shape, sameShape, showType } from '../../types';
import { type CausalSelectOptions, type CausalState, checkLimits, fate } from '../causal-state';
import { constantInt, constantScalar, range } from '../constants';
import type { TensorOps } from '../interface';
import { bool, float, int } from '../pointwise';
import type { Decomposition, InferRule } from '../rule';
import { wantDType } from '../want';
import { runningSet } from './running-set';

/** Operands as a graph has them: logits, threshold, then the state, if there is one, then `valid`, if it is there. */
export function causalOperands<T>(inputs: readonly T[]): {
  readonly logits: T;
  readonly threshold: T;
  readonly state?: CausalState<T>;
  readonly valid?: T;
} {
  const [logits, threshold, start, held, positions, admitted] = inputs as [T, T, ...T[]];
  const valid = inputs.length % 2 === 1 ? { valid: inputs.at(-1)! } : {};
  if (inputs.length < 6) return { logits, threshold, ...valid };
  return {
    logits,
    threshold,
    state: { start: start!, logits: held!, positions: positions!, admitted: admitted! },
    ...valid,
  };
}

export const inferCausalSelect: InferRule<'causalSelect'> = (inputs, options, op) => {
  const { logits, threshold, state, valid } = causalOperands(inputs);
  const { capacity } = options;
  wantDType(op, logits, float);
  const [E, B, t] = logits.shape as [number, number, number];
  const want = (name: string, x: typeof logits, dtype: readonly (typeof logits.dtype)[], shape: Shape) => {
    wantDType(`${op} ${name}`, x, dtype);
    if (!sameShape(x.shape, shape)) throw new MosaError('shape', `${op} ${name}`, `[${shape}]`, showType(x));
  };
  if (logits.shape.length !== 3) throw new MosaError('shape', `${op} logits`, '[E, B, t]', showType(logits));
  want('threshold', threshold, float, [E]);
  if (valid) want('valid', valid, bool, [B, t]);
  checkLimits(options, op);
  if (t > maxTokens) throw new MosaError('shape', `${op} logits`, `at most ${maxTokens} tokens`, showType(logits));
  if (!state) return { shape: [E, B, t], dtype: 'int32' };
  if (capacity === undefined)
    throw new MosaError('config', `${op} capacity`, 'a number, since there is a state', 'none');
  want('start', state.start, int, [B]);
  want('held logits', state.logits, float, [E, B, capacity]);
  want('held positions', state.positions, int, [E, B, capacity]);
  want('admitted', state.admitted, int, [E, B]);
  return { shape: [E, B, capacity + t], dtype: 'int32' };
};

/** Positions are added to and taken from `fate.stays` in float32 on some backends. */
const maxTokens = 2 ** 20;

/**
 * The causal selection from primitives. Without a capacity, or with one for all tokens, work and memory are O(t) a row; else
 * chunks of at most 128 tokens, unrolled, meet the running set: O(t · (C + 128)), and about 45 ops a chunk.
 */
export const decomposeCausalSelect: Decomposition<'causalSelect'> = (ops, inputs, options) => {
  const { logits, threshold, state, valid } = causalOperands(inputs);
  const [E, B, t] = ops.typeOf(logits).shape as [number, number, number];
  const positions = state ? ops.add(ops.reshape(state.start, [B, 1]), range(ops, t)) : range(ops, t); // [B, t] or [t]
  const top = constantScalar(ops, Number.POSITIVE_INFINITY);
  const first = (at: typeof logits) => (options.includeFirst ? ops.equal(at, constantInt(ops, 0)) : undefined);

  const above = ops.greater(logits, ops.reshape(threshold, [E, 1, 1])); // [E, B, t]
  const isFirst = first(positions);
  const wanted = isFirst === undefined ? above : ops.or(above, isFirst);
  const tokens = {
    positions,
    keys: isFirst === undefined ? logits : ops.where(isFirst, top, logits),
    candidates: valid === undefined ? wanted : ops.and(wanted, valid),
  };
  const limit = options.slots && options.slots.count < options.slots.block ? options.slots : undefined;
  const { capacity = t } = options;
  if (!state && capacity >= t) return byThresholdAlone(ops, tokens.candidates, limit);
  const heldFirst = state && first(state.positions);
  const held = state && {
    keys: heldFirst === undefined ? state.logits : ops.where(heldFirst, top, state.logits),
    positions: state.positions,
    start: state.start,
    admitted: state.admitted,
  };
  return runningSet(ops, tokens, held, { capacity, limit });
};

/** Nobody is evicted: the first of each block are admitted. candidates bool [E, B, t] → int32 [E, B, t] */
function byThresholdAlone<T>(ops: TensorOps<T>, candidates: T, limit: CausalSelectOptions['slots']): T {
  const [stays, dropped, none] = [fate.stays, fate.dropped, fate.none].map((value) => constantInt(ops, value)) as [
    T,
    T,
    T,
  ];
  if (!limit) return ops.where(candidates, stays, none);
  const [E, B, t] = ops.typeOf(candidates).shape as [number, number, number];
  const { block, count } = limit;
  const rest = -t % block === 0 ? 0 : block - (t % block);
  const ones = ops.cast(candidates, 'int32');
  const filled = rest === 0 ? ones : ops.concat([ones, ops.broadcastTo(constantInt(ops, 0), [E, B, rest])], -1);
  const blocks = ops.reshape(filled, [E, B, (t + rest) / block, block]);
  const order = ops.slice(ops.reshape(ops.cumulativeSum(blocks), [E, B, t + rest]), [0, 0, 0], [E, B, t]); // 1-based
  const admitted = ops.greaterEqual(constantInt(ops, count), order);
  return ops.where(candidates, ops.where(admitted, stays, dropped), none);
}
