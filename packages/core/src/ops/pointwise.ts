import type { DType } from '../types';
import type { OpName } from './attributes';

/** How many operands an op takes, of which dtypes (all of one), and the dtype of its result where it is not theirs. */
export type PointwiseSignature = readonly [operands: 1 | 2, taken: readonly DType[], result?: DType];

export const float: readonly DType[] = ['float32'];
export const int: readonly DType[] = ['int32'];
export const numeric: readonly DType[] = ['float32', 'int32'];
export const bool: readonly DType[] = ['bool'];

/** Ops that compute each element from one element of each operand, broadcast as in NumPy, and from nothing else. */
const signatures = {
  neg: [1, numeric],
  exp: [1, float],
  log: [1, float],
  sqrt: [1, float],
  sigmoid: [1, float],
  isNaN: [1, float, 'bool'],
  not: [1, bool],
  add: [2, numeric],
  sub: [2, numeric],
  mul: [2, numeric],
  div: [2, float],
  maximum: [2, numeric],
  minimum: [2, numeric],
  greater: [2, numeric, 'bool'],
  greaterEqual: [2, numeric, 'bool'],
  equal: [2, numeric, 'bool'],
  and: [2, bool],
  or: [2, bool],
} as const satisfies { readonly [K in OpName]?: PointwiseSignature };

export type PointwiseOp = keyof typeof signatures;

export const pointwiseOps: { readonly [K in OpName]?: PointwiseSignature } = signatures;
