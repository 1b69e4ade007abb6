import { MosaError } from '../error';
import { constantScalar } from '../ops/constants';
import type { TensorOps } from '../ops/interface';
import { sameShape, showType } from '../types';
import type { HeadsConfig } from './config';

/** Sizes of a batch of sequences. */
export interface Batch {
  readonly B: number;
  readonly T: number;
  readonly h: number;
}

/** Checks x float32 [B, T, h] and mask bool [B, T] against the configuration. @throws MosaError `shape` or `dtype` */
export function checkBatch<T>(
  ops: TensorOps<T>,
  x: T,
  config: Pick<HeadsConfig, 'dModel'>,
  mask: T | undefined,
): Batch {
  const type = ops.typeOf(x);
  const [B, T, h] = type.shape;
  if (type.shape.length !== 3 || h !== config.dModel) {
    throw new MosaError('shape', 'attention input x', `float32 [B, T, ${config.dModel}]`, showType(type));
  }
  if (type.dtype !== 'float32') throw new MosaError('dtype', 'attention input x', 'float32', showType(type));
  if (mask !== undefined) {
    const given = ops.typeOf(mask);
    const wanted = { shape: [B!, T!], dtype: 'bool' } as const;
    const fits = given.dtype === 'bool';
    if (!fits || !sameShape(given.shape, wanted.shape))
      throw new MosaError(fits ? 'shape' : 'dtype', 'attention mask', showType(wanted), showType(given));
  }
  return { B: B!, T: T!, h: h! };
}

/** x with padding rows set to 0, so that whatever stands there (NaN too) reaches nothing. [B, T, h], mask bool [B, T] */
export function zeroPadding<T>(ops: TensorOps<T>, x: T, mask: T | undefined): T {
  if (mask === undefined) return x;
  const { shape } = ops.typeOf(x);
  return ops.where(ops.reshape(mask, [shape[0]!, shape[1]!, 1]), x, constantScalar(ops, 0));
}
