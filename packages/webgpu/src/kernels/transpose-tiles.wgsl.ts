import { workgroupNumber } from '../runtime/dispatch';

/** Rows and columns of a tile. */
export const side = 32;
/** Rows of a tile that a workgroup moves at a time. */
export const atOnce = 8;

/** In memory, rows of the tile are one element longer than the tile: reading down a column then meets every bank of the memory. */
export const tilesCode = (type: string) => `
  var<workgroup> tile: array<${type}, ${side * (side + 1)}>;
  fn main(index: i32) {
    let group = ${workgroupNumber};
    let grid = uniforms.grid;
    let place = group % (grid.x * grid.y);
    let batch = group / (grid.x * grid.y);
    // Workgroups beyond the last move nothing.
    let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
    let columns = uniforms.sizes.z;
    let base = batch * uniforms.sizes.y * columns;
    let firstRow = (place / grid.y) * ${side};
    let firstColumn = (place % grid.y) * ${side};
    let x = i32(localIndex) % ${side};
    let y = i32(localIndex) / ${side};
    for (var at = y; at < ${side}; at += ${atOnce}) {
      let row = firstRow + at;
      let column = firstColumn + x;
      if (row < rows && column < columns) { tile[at * ${side + 1} + x] = A[base + row * columns + column]; }
    }
    workgroupBarrier();
    for (var at = y; at < ${side}; at += ${atOnce}) {
      let row = firstRow + x;
      let column = firstColumn + at;
      if (row < rows && column < columns) { result[base + column * rows + row] = tile[x * ${side + 1} + at]; }
    }
  }`;
