import type { DType } from '@mosa-js/core';
import { zero } from './rows';

/** Uniforms: count (elements, those of a row, rows). */
export const gatherCode = (dtype: DType, vector: 1 | 4) => `
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      let width = uniforms.count.y;
      let row = indices[index / width];
      if (row < 0 || row >= uniforms.count.z) { result[index] = ${zero(dtype, vector)}; return; }
      result[index] = A[row * width + index % width];
    }`;
