import { constantInt, steps } from '../ops/constants';
import type { TensorOps } from '../ops/interface';

/**
 * The row of each slot's token among those of all sequences, [B·T, h]. Empty slots add exactly 0 to the row that they read, whichever
 * it is. Were it one token's for all of them, sums over the slots of that token would take longer than those of all others, so each
 * head's slots go on where those of the head before end.
 * @param indices int32 [E, B, N]: positions
 * @param held bool [E, B, N]: false marks empty slots. Default: none is
 * @returns int32 [E, B, N]
 */
export function slotRows<T>(ops: TensorOps<T>, indices: T, held: T | undefined, seqLen: number): T {
  const [E, B, N] = ops.typeOf(indices).shape as [number, number, number];
  const firsts = steps(ops, [B, 1], seqLen);
  if (held === undefined) return ops.add(indices, firsts);
  const wrapped = (count: number, step: number) => Int32Array.from({ length: count }, (_, i) => (i * step) % seqLen);
  const begins = ops.constant(wrapped(E, N), [E, 1, 1], 'int32');
  const next = ops.add(begins, ops.constant(wrapped(N, 1), [N], 'int32')); // [E, 1, N], below 2T
  const end = constantInt(ops, seqLen);
  const spread = ops.where(ops.greater(end, next), next, ops.sub(next, end)); // [E, 1, N]
  return ops.add(ops.where(held, indices, spread), firsts);
}
