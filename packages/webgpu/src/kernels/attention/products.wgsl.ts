import { each, xyzw } from '../lines.wgsl';
import { depth } from './fits';
import type { Rows } from './tile.wgsl';

/** WGSL that adds the products of the parts in workgroup memory to a tile. @param a, b where they are read; halves of the rows */
function multiply(
  into: string,
  unrolled: boolean,
  a: (at: string, i: number) => string,
  b: (at: string) => string,
  halves: readonly number[] = [0, 1],
): string {
  const step = (at: string) => `
    { ${halves.map((i) => `let a${i} = ${a(at, i)};`).join('\n      ')}
      let b = ${b(at)};
      ${halves.map((i) => each(4, (r) => `${into}${4 * i + r} = fma(vec4<f32>(a${i}.${xyzw[r]}), b, ${into}${4 * i + r});`)).join('\n      ')} }`;
  return unrolled ? each(depth, (at) => step(`${at}u`)) : `for (var at = 0u; at < ${depth}u; at++) { ${step('at')} }`;
}

/** WGSL that adds a · bᵀ to a tile: the sums of products of the rows of both. */
export function productOfRows(into: string, a: Rows, b: Rows, unrolled: boolean): string {
  // Each invocation moves a block of 4 × 4, turned round: those of a, then those of b. Their places are mixed up (xor), as
  // blocks that follow each other along the sum would be stored to the same banks.
  const fetch = ({ array, base, first, rows, width }: Rows) =>
    each(
      4,
      (i) =>
        `let r${i} = load_${array}(${base}, ${first} + 4 * i32(outer) + ${i}, ${rows}, at + 4 * i32(inner), ${width});`,
    );
  const store = (tile: string) =>
    each(
      4,
      (i) =>
        `${tile}[4u * inner + ${i}u][outer ^ (2u * inner)] = vec4<f32>(r0.${xyzw[i]}, r1.${xyzw[i]}, r2.${xyzw[i]}, r3.${xyzw[i]});`,
    );
  const mixed = (place: string) => (at: string) => `[${at}][(${place}) ^ (2u * (${at} / 4u))]`;
  return `
    for (var at = 0; at < ${a.width}; at += ${depth}) {
      workgroupBarrier();
      let outer = (lane % 64u) / 4u;
      let inner = lane % 4u;
      if (lane < 64u) { ${fetch(a)} ${store('tile_a')} } else { ${fetch(b)} ${store('tile_b')} }
      workgroupBarrier();
      ${multiply(
        into,
        unrolled,
        (at, i) => `tile_a${mixed(`y + ${8 * i}u`)(at)}`,
        (at) => `tile_b${mixed('x')(at)}`,
      )}
    }`;
}

/**
 * WGSL that adds p · b to a tile, of a tile p [64, 64] that the invocations hold: its columns are the rows of b.
 * @param column the first of the 64 columns of b
 * @param shared how many rows belong together, and rows of b with them: what others have is not looked at, since 0 · NaN is NaN
 */
export function productWithHeld(
  into: string,
  p: string,
  b: Rows & { readonly column: string; readonly value?: string },
  unrolled: boolean,
  shared: number | undefined,
): string {
  const { array, base, first, rows, width, column, value = 'loaded' } = b;
  return `
    for (var part = 0u; part < 4u; part++) {
      workgroupBarrier();
      if (x / 4u == part) {
        ${each(4, (c) =>
          each(2, (i) => {
            const held = [0, 1, 2, 3].map((r) => `${p}${4 * i + r}.${xyzw[c]}`);
            return `tile_a[4u * (x % 4u) + ${c}u][y + ${8 * i}u] = vec4<f32>(${held});`;
          }),
        )}
      }
      ${each(
        2,
        (i) => `
      { let own = y + ${8 * i}u;
        let row = i32(16u * part + own);
        let loaded = load_${array}(${base}, ${first} + row, ${rows}, ${column} + 4 * i32(x), ${width});
        tile_b[own][x] = ${value}; }`,
      )}
      workgroupBarrier();
      ${multiplyOwn(shared, (halves) =>
        multiply(
          into,
          unrolled,
          (at, i) => `tile_a[${at}][y + ${8 * i}u]`,
          (at) => `tile_b[${at}][x]`,
          halves,
        ),
      )}
    }`;
}

/** Both halves of the rows at once, or each where the part of the sum is its own. */
function multiplyOwn(shared: number | undefined, code: (halves?: readonly number[]) => string): string {
  if (shared === undefined) return code();
  return each(2, (i) => `if (16u * part / ${shared}u == (4u * y + ${32 * i}u) / ${shared}u) { ${code([i])} }`);
}
