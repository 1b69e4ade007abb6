import type { TensorType } from '@mosa-js/core';
import { type RefTensor, referenceKernels } from '@mosa-js/reference';
import { type Bounded, withError } from './bounded';

/**
 * Bound of softmax. A logit that is off by at most δ changes its weight by a factor within e^{±δ}, and the sum of all
 * weights by at most the weighted mean of such factors; a hidden column, whose weight is 0, changes nothing, however far
 * off it is. The subtraction of the maximum, the exponential ((3 + 2|x|) ulp), the sum of N terms and the division add
 * relative errors to that.
 */
export function softmax(x: Bounded, output: TensorType, u: number, tiny: number): Bounded {
  const value: RefTensor = referenceKernels.softmax([x.value], {}, output);
  const length = output.shape.at(-1)!;
  const bound = new Float64Array(value.data.length);
  for (let start = 0; start < bound.length; start += length) boundRow(x, value, bound, start, length, u, tiny);
  return withError(value, (i) => bound[i]!);
}

function boundRow(
  x: Bounded,
  value: RefTensor,
  bound: Float64Array,
  start: number,
  length: number,
  u: number,
  tiny: number,
): void {
  const end = start + length;
  const logit = (i: number) => x.value.data[i]!;
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = start; i < end; i++) largest = Math.max(largest, logit(i));
  // How small and how large the sum of all weights may become, and the mean of the relative errors of the exponentials.
  let [least, most, rounding, visible] = [0, 0, 0, 0];
  const relative = (i: number) => 6 * u * (1 + largest - logit(i));
  for (let i = start; i < end; i++) {
    const p = value.data[i]!;
    if (p === 0) continue;
    const delta = x.error.data[i]!;
    least += p * Math.exp(-delta);
    most += p * Math.exp(delta);
    rounding += p * relative(i);
    visible += 1;
  }
  for (let i = start; i < end; i++) {
    const p = value.data[i]!;
    if (p === 0) {
      bound[i] = tiny;
      continue;
    }
    const delta = x.error.data[i]!;
    const carried = Math.max(Math.exp(delta) / least - 1, 1 - Math.exp(-delta) / most);
    bound[i] = Math.min(1, p * (carried + relative(i) + rounding + (visible + 5) * u) + tiny);
  }
}
