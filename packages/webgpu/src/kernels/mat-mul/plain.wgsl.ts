import type { Product } from './plan';
import type { Store } from './writing';

/**
 * WGSL of a product in which an invocation computes one result, for matrices that would leave most of a tile empty. The
 * sum is added up in the order of K.
 *
 * Uniforms: sizes (B, M, N, K), split (K of a part, results of a part, results of all).
 */
export function plainCode({ transposeA, transposeB }: Product, store: Store): string {
  const [a, aStep] = transposeA ? ['row', 'sizes.y'] : ['row * sizes.w', '1'];
  const [b, bStep] = transposeB ? ['column * sizes.w', '1'] : ['column', 'sizes.z'];
  return `
  fn main(index: i32) {
    let sizes = uniforms.sizes;
    if (index >= uniforms.split.z) { return; }
    let place = index % uniforms.split.y;
    let part = index / uniforms.split.y;
    let column = place % sizes.z;
    let row = (place / sizes.z) % sizes.y;
    let batch = place / (sizes.y * sizes.z);
    let first = part * uniforms.split.x;
    let end = min(sizes.w, first + uniforms.split.x);
    var a = batch * sizes.y * sizes.w + ${a} + first * ${aStep};
    var b = batch * sizes.w * sizes.z + ${b} + first * ${bStep};
    var sum = 0f;
    for (var k = first; k < end; k++) {
      sum = fma(A[a], B[b], sum);
      a += ${aStep};
      b += ${bStep};
    }
    ${store('index', 'sum')}
  }`;
}
