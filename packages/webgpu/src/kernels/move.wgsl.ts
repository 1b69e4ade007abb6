import { walkCode } from './strides';

/** What is walked through. */
export const boxNames = ['source', 'target'];

/** Copies a box of so many axes. Uniforms: the walk, count (elements, the first of the source, the first of the target). */
export const copyCode = (axes: number) => `
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      ${walkCode(axes, boxNames, 'index')}
      result[uniforms.count.z + targetAt] = A[uniforms.count.y + sourceAt];
    }`;
