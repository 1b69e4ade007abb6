import {
  type CacheSize,
  constantInt,
  constantScalar,
  type Graph,
  range,
  type Shape,
  type TensorOps,
  type TensorType,
  traceShared,
} from '@mosa-js/core';
import { isFiniteNumber } from '@mosa-js/core/adapter';
import type { LanguageModelConfig } from '../config';
import { weightTypes } from '../language-model';
import { decode, decoderStateTypes } from './decoder-graph';

/** What stands in the place of a token id. */
export const noToken = {
  /** Of a row that is over. */
  over: -1,
  /** Of a row that has nothing to take in, and draws from the logits that it has. */
  none: -2,
} as const;

/** What a program draws, and how far. */
export interface DrawForm {
  /** Draws that it remembers: they are read together. */
  readonly count: number;
  /** Ids that end a row. */
  readonly stop: readonly number[];
}

/** int32 ids and float32 log probabilities of the last draws in one tensor, so that they are read at once; ids are below 2^24. */
export function drawnType(count: number, batch: number): TensorType {
  return { shape: [count, 2, batch], dtype: 'float32' };
}

/**
 * Takes in the token of each row that was drawn last, and draws the next one: `drawn` as `drawnType`, the oldest first, `random`
 * float32 [B] from 0 to below 1, negative where a row is over, `sampling` as `samplingTensor` → `drawn`, `sampling` for the next run
 * and the state as `decoderGraph` has it. A row is over after
 * an id of `stop`, and with logits that are not finite: it takes nothing in from then on.
 */
export function drawGraph(config: LanguageModelConfig, size: CacheSize, { count, stop }: DrawForm): Graph {
  const { batch: B } = size;
  const type = drawnType(count, B);
  return traceShared(
    (ops, { drawn, random, sampling, ...before }, weights) => {
      const int = (value: number) => constantInt(ops, value);
      const part = (from: number, shape: Shape) => ops.slice(drawn!, [from, 0, 0], shape);
      const last = ops.cast(ops.reshape(part(count - 1, [1, 1, B]), [B]), 'int32');
      const isOn = ops.greaterEqual(random!, constantScalar(ops, 0)); // [B]
      let takes = ops.and(isOn, ops.greaterEqual(last, int(0)));
      if (stop.length > 0) {
        const ids = ops.constant(Int32Array.from(stop), [stop.length], 'int32');
        const found = ops.cast(ops.equal(ops.reshape(last, [B, 1]), ids), 'int32'); // [B, S]
        takes = ops.and(takes, ops.equal(ops.sum(found, [-1]), int(0)));
      }
      const draws = ops.or(takes, ops.and(isOn, ops.equal(last, int(noToken.none))));
      const tokens = ops.reshape(ops.where(takes, last, int(0)), [B, 1]);
      const { logits, next } = decode(ops, tokens, ops.cast(takes, 'int32'), before, weights, config, size);
      const id = ops.drawToken(logits, ops.where(isOn, random!, constantScalar(ops, 0)), sampling!);
      const isGood = ops.and(ops.and(draws, allFinite(ops, logits)), ops.greaterEqual(id, int(0)));
      const token = ops.cast(ops.where(isGood, id, int(noToken.over)), 'float32');
      const now = ops.reshape(ops.concat([token, logProbabilityOf(ops, logits, id)], 0), [1, 2, B]);
      const all = count === 1 ? now : ops.concat([ops.slice(drawn!, [1, 0, 0], [count - 1, 2, B]), now], 0);
      const named = Object.entries(next).map(([name, value]) => [`next/${name}`, value] as const);
      return { drawn: all, sampling: sampling!, ...Object.fromEntries(named) };
    },
    {
      inputs: {
        drawn: type,
        ...{ random: { shape: [B], dtype: 'float32' }, sampling: { shape: [3], dtype: 'float32' } },
        ...decoderStateTypes(config, size),
      },
      weights: weightTypes(config),
    },
  );
}

/** float32 [B, V] → bool [B] */
function allFinite<T>(ops: TensorOps<T>, logits: T): T {
  const odd = ops.cast(ops.not(isFiniteNumber(ops, logits)), 'int32');
  return ops.equal(ops.sum(odd, [-1]), constantInt(ops, 0));
}

/** log softmax of one entry of each row: float32 [B, V], int32 [B] → [B] */
function logProbabilityOf<T>(ops: TensorOps<T>, logits: T, id: T): T {
  const [B, V] = ops.typeOf(logits).shape as [number, number];
  const at = ops.add(ops.maximum(id, constantInt(ops, 0)), ops.mul(range(ops, B), constantInt(ops, V)));
  const chosen = ops.gather(ops.reshape(logits, [B * V]), at); // [B]
  const best = ops.max(logits, [-1], true); // [B, 1]
  const total = ops.sum(ops.exp(ops.sub(logits, best)), [-1]); // [B]
  return ops.sub(ops.sub(chosen, ops.reshape(best, [B])), ops.log(total));
}
