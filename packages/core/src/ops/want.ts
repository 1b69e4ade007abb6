import { MosaError, show } from '../error';
import { type DType, type Shape, sameShape, showShape, showType, type TensorType } from '../types';
import { float } from './pointwise';

export function wantDType(where: string, x: TensorType, taken: readonly DType[]): void {
  if (!taken.includes(x.dtype)) throw new MosaError('dtype', where, taken.join(' or '), showType(x));
}

export function wantRank(where: string, x: TensorType, least: number): void {
  if (x.shape.length < least) throw new MosaError('shape', where, `a rank of at least ${least}`, showType(x));
}

export function wantBroadcast(where: string, from: Shape, to: Shape): void {
  const offset = to.length - from.length;
  if (offset < 0 || from.some((n, i) => n !== 1 && n !== to[offset + i])) {
    throw new MosaError('shape', where, `a shape that broadcasts to ${showShape(to)}`, showShape(from));
  }
}

export function showAll(types: readonly TensorType[]): string {
  return types.map(showType).join(' and ');
}

/** The axes before the last two, where all operands have these two and the same ones before. */
export function batchOf(...operands: readonly TensorType[]): Shape | undefined {
  const [first, ...others] = operands.map(({ shape }) => shape.slice(0, -2));
  const fits = operands.every(({ shape }) => shape.length > 1) && others.every((batch) => sameShape(batch, first!));
  return fits ? first : undefined;
}

/** The k best of the last axis of x float32 [...S, N]: [...S, k]. */
export function ranked(op: string, x: TensorType, k: number, dtype: DType): TensorType {
  wantDType(op, x, float);
  wantRank(op, x, 1);
  const n = x.shape.at(-1)!;
  if (!Number.isInteger(k) || k < 1 || k > n) {
    throw new MosaError('shape', op, `a whole k from 1 to ${n}, the last axis of [${x.shape}]`, show(k));
  }
  return { shape: [...x.shape.slice(0, -1), k], dtype };
}
