import type { TensorType } from '@mosa-js/core';
import { empty, type RefTensor, rowsOf } from './array';

/** The position that each row draws: by sorting, and by going through the weights one after the other. */
export function drawToken(inputs: readonly RefTensor[], _attributes: unknown, output: TensorType): RefTensor {
  const [logits, random, { data: sampling }] = inputs as [RefTensor, RefTensor, RefTensor];
  const { rows, length } = rowsOf(logits.shape);
  const result = empty(output.shape, 'int32');
  for (let row = 0; row < rows; row++) {
    const own = Float64Array.from(logits.data.subarray(row * length, (row + 1) * length));
    result.data[row] = drawOne(own, random.data[row]!, sampling);
  }
  return result;
}

/** @param sampling temperature, topK (0: all) and topP */
function drawOne(logits: Float64Array, random: number, sampling: ArrayLike<number>): number {
  const [temperature, topK, topP] = Array.from(sampling) as [number, number, number];
  const isOdd = logits.some((value) => Number.isNaN(value) || value === Number.POSITIVE_INFINITY);
  const order = Array.from(logits.keys()).sort((a, b) => logits[b]! - logits[a]! || a - b);
  const best = logits[order[0]!]!;
  if (isOdd || best === Number.NEGATIVE_INFINITY) return -1;
  if (temperature === 0) return order[0]!;
  const weightOf = (id: number) => (logits[id] === best ? 1 : Math.exp((logits[id]! - best) / temperature));
  const weights = order
    .slice(0, topK || logits.length)
    .map(weightOf)
    .filter((weight) => weight > 0); // the others come last
  const total = weights.reduce((a, b) => a + b, 0);
  let kept = 0;
  let mass = 0;
  while (kept < weights.length && (topP === 1 || kept === 0 || mass < topP * total)) mass += weights[kept++]!;
  let at = random * mass;
  for (let rank = 0; rank < kept; rank++) {
    at -= weights[rank]!;
    if (at < 0) return order[rank]!;
  }
  return order[kept - 1]!;
}
