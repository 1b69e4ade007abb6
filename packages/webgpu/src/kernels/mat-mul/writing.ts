import type { TensorType } from '@mosa-js/core';
import type { Dispatch } from '../../runtime/dispatch';
import type { Lowering, Value } from '../../runtime/lowering';
import type { Width } from '../vectors';

/** WGSL that writes what is computed. @param index WGSL of the number of the result's element or vector */
export type Store = (index: string, value: string) => string;

export const plainStore: Store = (index, value) => `result[${index}] = ${value};`;

/** What becomes of the elements of a product. */
export interface Writing {
  /** How many of them are written at once. */
  readonly width: Width;
  readonly store: Store;
  /** Takes down the dispatch that writes them. */
  record(dispatch: Dispatch, operands: readonly Value[]): Value[];
}

/** Who has them. */
export type Where = 'few' | 'in tiles' | 'a result for each invocation' | 'parts added';

/** Asked where it is known whether they can be written in vectors. */
export type Writes = (width: Width, where: Where) => Writing;

/** They are the one result. */
export function asTheyAre(lowering: Lowering, output: TensorType): Writes {
  return (width) => ({
    width,
    store: plainStore,
    record: (dispatch, operands) => [lowering.record(dispatch, operands, output)],
  });
}
