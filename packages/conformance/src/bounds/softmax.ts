import type { TensorType } from '@mosa-js/core';
import { type RefTensor, referenceKernels } from '@mosa-js/reference';
import { type Bounded, withError } from './bounded';

/**
 * Bound of softmax. Logits that are off by at most δ change each weight by a factor within e^{±2δ}; the subtraction of the
 * maximum, the exponential ((3 + 2|x|) ulp), the sum of N terms and the division add relative errors to that.
 */
export function softmax(x: Bounded, output: TensorType, u: number): Bounded {
  const value: RefTensor = referenceKernels.softmax([x.value], {}, output);
  const length = output.shape.at(-1)!;
  const ulp = 2 * u;
  const bound = new Float64Array(value.data.length);
  for (let start = 0; start < bound.length; start += length) {
    let [largest, delta, mean] = [Number.NEGATIVE_INFINITY, 0, 0];
    for (let i = start; i < start + length; i++) {
      largest = Math.max(largest, x.value.data[i]!);
      delta = Math.max(delta, x.error.data[i]!);
    }
    const relative = (i: number) => 3 * ulp + 3 * ulp * (largest - x.value.data[i]!);
    for (let i = start; i < start + length; i++) {
      if (value.data[i]! > 0) mean += value.data[i]! * relative(i);
    }
    for (let i = start; i < start + length; i++) {
      const p = value.data[i]!;
      bound[i] = p > 0 ? p * (Math.expm1(2 * delta) + relative(i) + mean + (length + 5) * u) + 2 ** -126 : 2 ** -126;
    }
  }
  return withError(value, (i) => bound[i]!);
}
