import { steps } from '../ops/constants';
import type { TensorOps } from '../ops/interface';
import type { HeadOptions } from './attend';
import type { FixedConfig } from './config';
import { causalHeads, type DenseWeights } from './dense';
import { checkBatch, zeroPadding } from './padding';

/** E heads of dense attention among the tokens I = 0, ρ, 2ρ, …, with score 1 (paper, section 4). x float32 [B, T, h] → [B, T, h]. */
export function fixed<T>(
  ops: TensorOps<T>,
  x: T,
  weights: DenseWeights<T>,
  config: FixedConfig,
  { mask, attend }: HeadOptions<T> = {},
): T {
  const { B, T, h } = checkBatch(ops, x, config, mask);
  const k = Math.ceil(T / config.sparsity);
  const rows = ops.add(steps(ops, [k], config.sparsity), steps(ops, [B, 1], T)); // [B, k]
  const tokens = ops.reshape(zeroPadding(ops, x, mask), [B * T, h]);
  const selected = ops.gather(tokens, rows); // [B, k, h]
  const valid = mask === undefined ? undefined : ops.gather(ops.reshape(mask, [B * T]), rows); // [B, k]
  const how = { mask: valid, attend };
  const attended = causalHeads(ops, selected, weights, config, how, config.sparsity);
  const output = ops.reshape(attended, [B * k, h]);
  const scattered = ops.scatterAdd(ops.reshape(rows, [B * k]), output, B * T); // [B·T, h]
  return zeroPadding(ops, ops.reshape(scattered, [B, T, h]), mask);
}
