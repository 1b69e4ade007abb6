import type { Dispatch } from '../../runtime/dispatch';
import { plainCode } from './plain.wgsl';
import type { Product } from './plan';
import type { Store } from './writing';

/** Parts of a sum over K that are computed side by side at most. */
const mostSplits = 64;
/** K of a part at least. */
const shortestPart = 128;
/** Results that an invocation each fill a large GPU with. */
const enoughResults = 32768;

/** Into how many parts the sum over K of a plain product is cut, where its results are too few for a GPU. */
export function plainSplits({ batches, rows, columns, inner }: Product): number {
  const wanted = Math.ceil(enoughResults / (batches * rows * columns));
  return Math.max(1, Math.min(wanted, Math.floor(inner / shortestPart), mostSplits));
}

export function plainDispatch(product: Product, splits: number, store: Store): Dispatch {
  const { batches, rows, columns, inner, transposeA, transposeB } = product;
  const size = batches * rows * columns;
  return {
    key: `matMul plain ${transposeA}${transposeB}`,
    inputs: ['A', 'B'],
    uniforms: {
      sizes: [batches, rows, columns, inner],
      split: [Math.ceil(inner / splits), size, splits * size, 0],
    },
    code: () => plainCode(product, store),
    workgroups: Math.ceil((splits * size) / 64),
  };
}
