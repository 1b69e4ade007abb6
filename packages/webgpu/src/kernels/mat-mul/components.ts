import { componentsOf, type Width } from '../vectors';
import type { Product } from './plan';

/** Whether an operand's neighbours in memory are neighbours along K; else along its rows or columns of the result. */
export const runsAlongInner = {
  a: ({ transposeA }: Product) => !transposeA,
  b: ({ transposeB }: Product) => transposeB,
} as const;

/** Sizes of the vectors in which operands and result are read and written: 4 where rows in memory are whole vectors. */
export interface Components {
  readonly a: Width;
  readonly b: Width;
  readonly result: Width;
}

export function productComponents(product: Product): Components {
  const { rows, columns, inner } = product;
  return {
    a: componentsOf(runsAlongInner.a(product) ? inner : rows),
    b: componentsOf(runsAlongInner.b(product) ? inner : columns),
    result: componentsOf(columns),
  };
}
