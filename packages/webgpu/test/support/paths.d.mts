import type { Named, TensorOps, TensorType } from '@mosa-js/core';
import type { HalfFormat } from '@mosa-js/core/adapter';
import type { Value } from '../../src/runtime/lowering';

export interface PathCase {
  readonly path: string;
  readonly inputs: Named<TensorType>;
  /** Those that are weights in 16 bits. */
  readonly halves?: Named<HalfFormat>;
  readonly formats?: Named<HalfFormat>;
  /** Results by inputs. */
  readonly carry: Named<string>;
  build<T = Value>(ops: TensorOps<T>, given: Readonly<Record<string, T>>): Record<string, T>;
}
export function casesOfPaths(isSoftware: boolean): PathCase[];
