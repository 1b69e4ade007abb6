import { hostTensor } from '@mosa-js/core';
import { moveThresholds, thresholdSums } from '@mosa-js/core/training';
import type { ConformanceCase } from '../case';
import { graphCase } from '../graph-case';
import { joinedCases } from '../joined-cases';
import { random } from '../values';

const [E, B, seqLen, k] = [6, 2, 40, 5];
const inf = Number.POSITIVE_INFINITY;

/** Thresholds after a step of training: of logits that differ, on plateaus and that are not finite, with padding and without. */
export function thresholdCases(): ConformanceCase[] {
  const moves = [
    { name: 'quantile', by: 'quantile', warmup: false, padded: false },
    { name: 'quantile;padding', by: 'quantile', warmup: false, padded: true },
    { name: 'warmup', by: 'quantile', warmup: true, padded: false },
    { name: 'rate', by: 'rate', warmup: false, padded: true },
  ] as const;
  const cases = moves.map(({ name, by, warmup, padded }) =>
    graphCase(
      `causal/thresholds:${name}`,
      () => ({
        logits: hostTensor(logits(), [E, B, seqLen]),
        threshold: hostTensor([0, 0.9, -3, 0.25, 2, 0], [E]),
        keep: hostTensor([0.75], [1]),
        ...(padded ? { mask: hostTensor(new Uint8Array(B * seqLen).fill(1, 0, 61), [B, seqLen], 'bool') } : {}),
      }),
      (ops, { logits, threshold, keep, mask }) => {
        const valid = ops.greater(logits!, ops.reshape(threshold!, [E, 1, 1]));
        const sums = thresholdSums(ops, { logits: logits!, threshold: threshold!, valid, mask }, k);
        const move = { share: k / seqLen, keep: keep!, by, step: 0.125, warmup };
        return { ...sums, moved: moveThresholds(ops, threshold!, sums, move) };
      },
    ),
  );
  return joinedCases(cases, () => 'causal/thresholds:small');
}

/** Heads: logits that differ, of two values, one plateau, infinities and NaN, all of them −∞, and +∞ for more than are wanted. */
function logits(): Float32Array {
  const values = random([E, B, seqLen], 5, 'float32', -1, 1).data as Float32Array;
  const row = (head: number, value: (i: number) => number) =>
    values.set(
      Float32Array.from({ length: B * seqLen }, (_, i) => value(i)),
      head * B * seqLen,
    );
  row(1, (i) => (i % 3 === 0 ? 1 : -1));
  row(2, () => 0.5);
  const odd = [inf, Number.NaN, -inf, 3, -2];
  row(3, (i) => (i < odd.length ? odd[i]! : (i % 11) / 8));
  row(4, () => -inf);
  row(5, (i) => (i % 4 === 0 ? inf : 1));
  return values;
}
