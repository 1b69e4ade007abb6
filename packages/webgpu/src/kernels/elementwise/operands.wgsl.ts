import type { DType } from '@mosa-js/core';
import { storedType } from '../types.wgsl';
import type { Width } from '../vectors';

/** One array that a group reads, in one of the ways that its elements meet those of the result. */
export interface Read {
  readonly name: string;
  readonly array: number;
  readonly dtype: DType;
  /** By axis, where it is repeated. */
  readonly strides: readonly number[];
}

/** Name of the array of an operand of a group. */
export const arrayName = (array: number) => `X${array}`;

/** Whether an array is an operand of a group, and not one of a product that the group goes on with. */
export const isReadByElement = (name: string) => name.startsWith('X');

/**
 * WGSL that names an element of the result's width.
 * @param at where in the array it is; several places are put together
 * @param from how many numbers `at` gives
 */
export function load({ name, array, dtype }: Read, at: readonly string[], width: Width, from = at.length): string {
  const values = at.map((place) => `${arrayName(array)}[${place}]`);
  const value = values.length > 1 ? `vec4(${values.join(', ')})` : values[0];
  const type = storedType(dtype, width);
  const spread = from === width ? value : `${type}(${value})`;
  return `let ${name} = ${spread}${dtype === 'bool' ? ` != ${type}()` : ''};`;
}
