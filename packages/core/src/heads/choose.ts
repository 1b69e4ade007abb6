import { MosaError } from '../error';
import type { TensorOps } from '../ops/interface';
import type { HeadOptions } from './attend';
import { causalChoice } from './causal';
import { isCausal } from './causal-config';
import type { MosaConfig } from './config';
import { expertChoice } from './expert-choice';
import {
  type Choice,
  type Choose,
  givenTokens,
  type MosaOptions,
  type MosaResult,
  type MosaWeights,
  mosaHeads,
} from './mosa';

/**
 * E MoSA heads (paper, section 3.2). x float32 [B, T, h]. Work and memory grow as E·(k² + T); nothing is [T, T].
 * @throws MosaError `shape` or `dtype` where an operand does not fit the configuration
 */
export function mosa<T>(
  ops: TensorOps<T>,
  x: T,
  weights: MosaWeights<T>,
  config: MosaConfig,
  { mask, attend, ...how }: MosaOptions<T> = {},
): MosaResult<T> {
  const choose = chooseBy(how);
  return mosaHeads(ops, x, weights, config, mask, choose, attend);
}

/** How tokens are chosen: as given, of whole sequences, or by the rule of the configuration. */
export function chooseBy<T>({ indices, evictedAt, lookAhead }: Omit<MosaOptions<T>, keyof HeadOptions<T>>): Choose<T> {
  if (indices !== undefined) return givenTokens(indices, evictedAt);
  return lookAhead ? expertChoice : chooseTokens;
}

/** Who is selected, by either rule: logits float32 [E, B, T] → slots, positions ascending. */
export function chooseTokens<T>(
  ops: TensorOps<T>,
  logits: T,
  weights: MosaWeights<T>,
  config: MosaConfig,
  mask: T | undefined,
): Choice<T> {
  if (!isCausal(config)) return expertChoice(ops, logits, weights, config, mask);
  const { threshold } = weights;
  if (threshold !== undefined) return causalChoice(ops, logits, threshold, config, mask);
  const expected = `float32 [${config.heads}], since the head is causal`;
  throw new MosaError('weight', 'mosa threshold', expected, 'nothing');
}
