import type { DType } from '@mosa-js/core';
import type { Width } from './vectors';

const scalarTypes: Record<DType, string> = { float32: 'f32', int32: 'i32', bool: 'bool' };

function sized(scalar: string, width: Width): string {
  return width === 1 ? scalar : `vec4<${scalar}>`;
}

/** WGSL's name of an element's type in an expression. */
export function wgslType(dtype: DType, width: Width): string {
  return sized(scalarTypes[dtype], width);
}

/** The same in memory, where a bool is an i32. */
export function storedType(dtype: DType, width: Width = 1): string {
  return wgslType(dtype === 'bool' ? 'int32' : dtype, width);
}

/** The type of an element's bits. */
export function unsignedType(width: Width): string {
  return sized('u32', width);
}
