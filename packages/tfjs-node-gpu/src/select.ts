import type { TensorType } from '@mosa-js/core';
import type { Kernel } from '@mosa-js/core/adapter';
import type { Plan, Value } from './plan';
import { largest } from './short-cuts';

export const selectPaths = ['selectIndices: by TopKV2', 'selectIndices: all'] as const;
export type SelectPath = (typeof selectPaths)[number];

/** Keys of what is no number: logits are halved, so that none of theirs is above ½ of the largest or below its negative. */
const keys = { infinity: 0.7 * largest, minusInfinity: -0.7 * largest, nan: -0.8 * largest, padding: -0.9 * largest };
/** Up to here float32 holds every whole number. */
const exact = 2 ** 24;

/**
 * The select op by TopKV2, of which TensorFlow says that the lower position goes first among equals. Its keys are finite numbers
 * alone. Positions are put in order by a second TopKV2. Work: O(N log k) a row.
 */
export function selectByTopK(plan: Plan, take: (path: SelectPath) => void): Kernel<Value, 'selectIndices', TensorType> {
  return ([logits, valid], { k }, output) => {
    const { type } = logits!;
    const { shape } = output;
    const n = type.shape.at(-1)!;
    take(k === n ? 'selectIndices: all' : 'selectIndices: by TopKV2');
    if (k === n) {
      const all = plan.ints(Array.from({ length: n }, (_, i) => i));
      return plan.run('BroadcastTo', [all, plan.ints(shape)], output);
    }
    const keyed = (isReplaced: Value, value: number, x: Value) =>
      plan.run('SelectV2', [isReplaced, plan.float(value), x], type);
    // Halved and cut off, in one pass after the other; NaN may become anything here.
    const halved = plan.run('Mul', [logits!, plan.float(0.5)], type);
    const finite = plan.run('ClipByValue', [halved, plan.float(keys.minusInfinity), plan.float(keys.infinity)], type);
    const noNumber = plan.run('IsNan', [logits!], { shape: type.shape, dtype: 'bool' });
    const ordered = keyed(noNumber, keys.nan, finite);
    const ranked = valid ? keyed(plan.run('LogicalNot', [valid], valid.type), keys.padding, ordered) : ordered;
    const best = (x: Value, sorted: boolean) => {
      const found = [{ shape, dtype: x.type.dtype }, output];
      return plan.runMany('TopKV2', [x, plan.ints(k)], found, { sorted })[1]!;
    };
    const chosen = best(ranked, false);
    // On a GPU TensorFlow negates int32 on the host, for which the device would have to be waited for.
    const float = { shape, dtype: 'float32' } as const;
    const places = n > exact ? chosen : plan.run('Cast', [chosen], float, { DstT: 'float32' });
    const order = best(plan.run('Neg', [places], places.type), true);
    const [rows, axis] = [shape.length - 1, plan.ints(shape.length - 1)];
    return plan.limit(plan.run('GatherV2', [chosen, order, axis], output, { batch_dims: rows }), n);
  };
}
