import { range, type TensorOps } from '@mosa-js/core';

/** Up to here a product with a one-hot matrix beats gathering rows, whose gradient scatters additions. */
const oneHotVocabulary = 256;

/** Rows of the table. table float32 [V, h], tokens int32 [B, T] → float32 [B·T, h] */
export function embed<T>(ops: TensorOps<T>, table: T, tokens: T): T {
  const [V, h] = ops.typeOf(table).shape as [number, number];
  const [B, T] = ops.typeOf(tokens).shape as [number, number];
  if (V > oneHotVocabulary) return ops.reshape(ops.gather(table, tokens), [B * T, h]); // [B·T, h]
  return ops.matMul(oneHot(ops, tokens, V), table); // [B·T, h]
}

/** 1 in column tokens[n] of row n. int32 [B, T] → float32 [B·T, V] */
function oneHot<T>(ops: TensorOps<T>, tokens: T, V: number): T {
  const [B, T] = ops.typeOf(tokens).shape as [number, number];
  return ops.cast(ops.equal(ops.reshape(tokens, [B * T, 1]), range(ops, V)), 'float32');
}
