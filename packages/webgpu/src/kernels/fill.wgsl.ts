import type { DType } from '@mosa-js/core';

export function zerosCode(dtype: DType): string {
  return `
    fn main(index: i32) {
      if (index < uniforms.count.x) { result[index] = ${dtype === 'float32' ? '0f' : '0i'}; }
    }`;
}
