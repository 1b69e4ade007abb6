import { MosaError, show } from '../../error';
import { type HostTensor, sameShape, showType } from '../../types';
import { float } from '../pointwise';
import type { InferRule } from '../rule';
import { wantDType, wantRank } from '../want';

/** How a token is drawn from logits. */
export interface DrawOptions {
  /** Logits are divided by it; 0 takes the largest. */
  readonly temperature: number;
  /** Draw from the k largest alone. Default: all. */
  readonly topK?: number;
  /** Draw from the fewest largest whose mass reaches this part of all, above 0, to 1. Default 1. */
  readonly topP?: number;
}

/** The smallest float32 that no device takes for 0. */
const smallest = 2 ** -126;

/**
 * The options as `drawToken` reads them: float32 [3], temperature, topK (0: all) and topP.
 * @throws MosaError `config`
 */
export function samplingTensor(options: DrawOptions): HostTensor {
  const { temperature, topK, topP = 1 } = options;
  const isWhole = topK === undefined || (topK >= 1 && topK % 1 === 0);
  if (!(temperature >= 0 && temperature < 1 / 0 && isWhole && topP > 0 && topP <= 1))
    throw new MosaError('config', 'drawToken', 'temperature ≥ 0, whole topK ≥ 1, 0 < topP ≤ 1', show(options));
  // Far above what logits differ by, all temperatures are one; and a topP that is no float32 is one above 0.
  const divisor = temperature === 0 ? 0 : Math.min(Math.max(temperature, smallest), 1e36);
  const data = Float32Array.of(divisor, Math.min(topK ?? 0, 2 ** 24), Math.max(topP, smallest));
  return { shape: [3], dtype: 'float32', data };
}

export const inferDrawToken: InferRule<'drawToken'> = ([logits, random, sampling], _attributes, op) => {
  wantRank(op, logits!, 1);
  for (const operand of [logits!, random!, sampling!]) wantDType(op, operand, float);
  const shape = logits!.shape.slice(0, -1);
  if (!sameShape(random!.shape, shape)) throw new MosaError('shape', `${op} random`, `[${shape}]`, showType(random!));
  if (!sameShape(sampling!.shape, [3])) throw new MosaError('shape', `${op} sampling`, '[3]', showType(sampling!));
  return { shape, dtype: 'int32' };
};
