import type { DType } from '@mosa-js/core';
import type { TakePath } from './code-paths';
import type { Tfjs, TfjsTensor } from './library';

/** −x. tfjs-wasm negates int32 by way of float32, which rounds above 2^24; its subtraction is exact. */
export function negate(lib: Tfjs, x: TfjsTensor, take: TakePath): TfjsTensor {
  take(x.dtype === 'int32' ? 'neg: int32 by 0 − x' : 'neg: float32');
  if (x.dtype !== 'int32') return lib.neg(x);
  return lib.tidy(() => lib.sub(lib.scalar(0, 'int32'), x));
}

/** condition ? a : b. tfjs-wasm moves 4 bytes an element whatever the dtype, which for bool writes beyond the result. */
export function choose(lib: Tfjs, condition: TfjsTensor, a: TfjsTensor, b: TfjsTensor, take: TakePath): TfjsTensor {
  take(a.dtype === 'bool' ? 'where: bool by and, or, not' : 'where: numbers');
  if (a.dtype !== 'bool') return lib.where(condition, a, b);
  return lib.tidy(() => lib.logicalOr(lib.logicalAnd(condition, a), lib.logicalAnd(lib.logicalNot(condition), b)));
}

/** Conversion by value between float32, int32 and bool. */
export function castTo(lib: Tfjs, x: TfjsTensor, dtype: DType, take: TakePath): TfjsTensor {
  if (x.dtype === dtype) {
    take('cast: to its own dtype');
    return lib.clone(x);
  }
  // tfjs-wasm keeps the low byte instead of asking whether x is 0.
  if (dtype === 'bool') {
    const from = x.dtype === 'int32' ? 'int32' : 'float32';
    take(`cast: ${from} to bool`);
    return lib.tidy(() => lib.notEqual(x, lib.scalar(0, from)));
  }
  // tfjs-cpu and tfjs-webgpu only rename the elements; they become float32 in the arithmetic that follows.
  if (dtype === 'float32') {
    take('cast: to float32 by · 1');
    return lib.tidy(() => lib.mul(lib.cast(x, 'float32'), lib.scalar(1)));
  }
  take('cast: to int32');
  return lib.cast(x, dtype);
}
