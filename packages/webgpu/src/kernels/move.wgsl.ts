import { walkCode } from './strides.wgsl';

/** Names of the walks over the array that is read and the one that is written. */
export const copied = ['source', 'target'] as const;

/** WGSL that copies a box of elements. */
export function copyCode(axes: number): string {
  return `
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      ${walkCode(axes, copied, 'index')}
      result[uniforms.count.z + targetAt] = A[uniforms.count.y + sourceAt];
    }`;
}
