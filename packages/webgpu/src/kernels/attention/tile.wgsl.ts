import { workgroupNumber } from '../../runtime/dispatch';
import { each, rowOf as rowOfTile, xyzw } from '../lines.wgsl';
import { loadFour } from '../load.wgsl';
import { componentsOf } from '../vectors';
import { depth, edge } from './fits';

/** WGSL of the row of a tile that an invocation computes as its n-th. */
export const rowOf = (row: number) => rowOfTile(row, 8);

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

/** WGSL of a function that loads 4 neighbours of a row, zeros beyond the matrix. Rows have `width` numbers. */
export function loader(array: string, width: number): string {
  return `
  fn load_${array}(base: i32, row: i32, rows: i32, at: i32, width: i32) -> vec4<f32> {
    var value = vec4<f32>();
    if (row < rows && at < width) {
      let first = base + row * width + at;
      ${loadFour(array, 'first', 'at', 'width', componentsOf(width))}
    }
    return value;
  }`;
}

/** An operand of a product: 64 rows from `first` of a matrix of the batch element, each `width` long. */
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

/** WGSL that writes a tile to rows of a matrix of the result. @param scaled what of a row's vector is written */
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
        ${each(4, (i) => `if (at + ${i} < ${width}) { result[${base} + row * ${width} + at + ${i}] = value.${xyzw[i]}; }`)}
      } }`,
  );
}
