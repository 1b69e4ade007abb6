import { MosaError, show } from '../../error';
import { sameShape, showType } from '../../types';
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

export const inferDrawToken: InferRule<'drawToken'> = ([logits, random], options, op) => {
  const { temperature, topK = 1, topP = 1 } = options;
  wantRank(op, logits!, 1);
  wantDType(op, logits!, float);
  wantDType(op, random!, float);
  const shape = logits!.shape.slice(0, -1);
  if (!sameShape(random!.shape, shape)) throw new MosaError('shape', `${op} random`, `[${shape}]`, showType(random!));
  if (!(temperature >= 0 && temperature < 1 / 0 && topK >= 1 && topK % 1 === 0 && topP > 0 && topP <= 1))
    throw new MosaError('config', op, 'temperature ≥ 0, whole topK ≥ 1, 0 < topP ≤ 1', show(options));
  return { shape, dtype: 'int32' };
};
