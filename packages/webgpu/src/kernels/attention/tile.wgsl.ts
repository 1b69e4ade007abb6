import { workgroupNumber } from '../../runtime/dispatch';
import { each, xyzw } from '../lines.wgsl';
import { depth, edge } from './fits';

/** The rows of an invocation, in vectors: 4 neighbours, and 4 neighbours 32 rows on. */
export const rowOf = (row: number) => `4 * i32(y + ${8 * (row >> 2)}u) + ${row % 4}`;

/** Vectors of 4 or single numbers, by what a row in memory is made of. */
export function componentsOf(width: number): 1 | 4 {
  return width % 4 === 0 ? 4 : 1;
}

/**
 * WGSL that all kernels of attention share. A tile of scores is 64 × 64; operands pass through workgroup memory in parts of 16
 * of the sum, with the sum outermost, as in products. See mat-mul/mat-mul.wgsl.ts for why.
 */
export const tileCode = `
  var<workgroup> tile_a: array<array<vec4<f32>, ${edge / 4}>, ${depth}>;
  var<workgroup> tile_b: array<array<vec4<f32>, ${edge / 4}>, ${depth}>;`;

export const startCode = `
    let group = ${workgroupNumber};
    let lane = localIndex;
    let x = lane % 16u;
    let y = lane / 16u;`;

/** A function that loads 4 neighbours of a row, zeros beyond the matrix. Rows have \`width\` numbers. */
export function loader(array: string, width: number): string {
  const lane = (i: number) => `if (at + ${i} < width) { value.${xyzw[i]} = ${array}[first + ${i}]; }`;
  const body = componentsOf(width) === 4 ? `value = ${array}[u32(first) / 4u];` : [0, 1, 2, 3].map(lane).join('\n');
  return `
  fn load_${array}(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
    var value = vec4<f32>();
    if (row < rows && at < width) {
      let first = base + row * width + at;
      ${body}
    }
    return value;
  }`;
}

/** An operand of a product: 64 rows from \`first\` of a matrix of the batch element, each \`width\` long. */
export interface Rows {
  readonly array: string;
  readonly base: string;
  readonly first: string;
  readonly rows: string;
  readonly width: string;
}

export function zeros(name: string): string {
  return each(8, (row) => `var ${name}${row} = vec4<f32>();`);
}

function multiply(
  into: string,
  unrolled: boolean,
  a: (at: string, i: number) => string,
  b: (at: string) => string,
): string {
  const step = (at: string) => `
    { let a0 = ${a(at, 0)};
      let a1 = ${a(at, 1)};
      let b = ${b(at)};
      ${each(8, (row) => `${into}${row} = fma(vec4<f32>(a${row >> 2}.${xyzw[row % 4]}), b, ${into}${row});`)} }`;
  return unrolled ? each(depth, (at) => step(`${at}u`)) : `for (var at = 0u; at < ${depth}u; at++) { ${step('at')} }`;
}

/** Adds a · bᵀ to a tile: the sums of products of the rows of both. */
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
 * Adds p · b to a tile, of a tile p [64, 64] that the invocations hold: its columns are the rows of b.
 * @param column the first of the 64 columns of b
 */
export function productWithHeld(
  into: string,
  p: string,
  b: Rows & { readonly column: string; readonly value?: string },
  unrolled: boolean,
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
      ${multiply(
        into,
        unrolled,
        (at, i) => `tile_a[${at}][y + ${8 * i}u]`,
        (at) => `tile_b[${at}][x]`,
      )}
    }`;
}

/** Writes a tile to rows of a matrix of the result. @param scaled what of a row's vector is written */
export function writeTile(
  tile: string,
  { base, first, rows, width, column }: Omit<Rows, 'array'> & { readonly column: string },
  scaled: (value: string, row: number) => string = (value) => value,
): string {
  return each(
    8,
    (row) => `
    { let row = ${first} + ${rowOf(row)};
      let at = ${column} + 4 * i32(x);
      let value = ${scaled(`${tile}${row}`, row)};
      if (row < ${rows}) {
        ${[0, 1, 2, 3].map((i) => `if (at + ${i} < ${width}) { result[${base} + row * ${width} + at + ${i}] = value.${xyzw[i]}; }`).join('\n')}
      } }`,
  );
}
