import type { TensorType } from '@mosa-js/core';
import type { Kernel } from '@mosa-js/core/adapter';
import type { Tfjs, TfjsTensor } from '@mosa-js/tfjs';

/** The largest float32. */
const largest = (2 - 2 ** -23) * 2 ** 127;
/** Keys of what is no number: logits are halved, so that none of theirs is above ½ of the largest or below its negative. */
const keys = { infinity: 0.7 * largest, minusInfinity: -0.7 * largest, nan: -0.8 * largest, padding: -0.9 * largest };

/**
 * The select op by TopKV2, of which TensorFlow says that the lower position goes first among equals. Its keys are finite numbers
 * alone. Positions are put in order by a second TopKV2. Work: O(N log k) a row.
 */
export function selectByTopK(
  lib: Tfjs,
  take: (path: 'selectIndices: by TopKV2' | 'selectIndices: all') => void,
): Kernel<TfjsTensor, 'selectIndices', TensorType> {
  return ([logits, valid], { k }, { shape }) => {
    const n = logits!.shape.at(-1)!;
    take(k === n ? 'selectIndices: all' : 'selectIndices: by TopKV2');
    return lib.tidy(() => {
      if (k === n) return lib.broadcastTo(lib.range(0, n, 1, 'int32'), [...shape]);
      const replace = (isReplaced: TfjsTensor, value: number, x: TfjsTensor) =>
        lib.where(isReplaced, lib.fill(x.shape, value), x);
      // Halved and cut off, in one pass after the other; NaN may become anything here.
      const finite = lib.clipByValue(lib.mul(logits!, 0.5), keys.minusInfinity, keys.infinity);
      const ordered = replace(lib.isNaN(logits!), keys.nan, finite);
      const padding = valid && lib.broadcastTo(lib.logicalNot(valid), logits!.shape);
      const ranked = padding === undefined ? ordered : replace(padding, keys.padding, ordered);
      const { indices } = lib.topk(ranked, k, false);
      return lib.neg(lib.topk(lib.neg(indices), k).values);
    });
  };
}
