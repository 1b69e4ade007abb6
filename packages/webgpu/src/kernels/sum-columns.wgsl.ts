import type { Width } from './vectors';

/** Lanes of a workgroup that adds several columns. In software a shader takes the longer to compile the more memory they share. */
export function lanesOf(width: Width): number {
  return 256 / width;
}

/**
 * WGSL with a workgroup for a block of columns and a part of the rows. Lanes that follow each other read columns side by
 * side; those of the next row begin after the last of these.
 *
 * Uniforms: sizes (rows, columns, rows of a part), grid (lanes side by side, blocks of columns, parts, lanes that are joined).
 */
export function severalColumnsCode(type: string, lanes: number): string {
  return `
  var<workgroup> partial: array<${type}, ${lanes}>;
  fn main(index: i32) {
    let sizes = uniforms.sizes;
    let grid = uniforms.grid;
    let lane = i32(localIndex);
    let group = i32(workgroupId.x);
    let column = (group % grid.y) * grid.x + lane % grid.x;
    let piece = group / grid.y; // batches × parts
    let start = (piece % grid.z) * sizes.z;
    let end = select(0, min(sizes.x, start + sizes.z), column < sizes.y);
    let first = piece / grid.z * sizes.x;
    var total = ${type}();
    for (var row = start + lane / grid.x; row < end; row += ${lanes} / grid.x) {
      total += A[(first + row) * sizes.y + column];
    }
    partial[lane] = total;
    for (var step = grid.w; step >= grid.x; step /= 2) {
      workgroupBarrier();
      if (lane < step) { partial[lane] += partial[lane + step]; }
    }
    if (lane < grid.x && column < sizes.y) { result[piece * sizes.y + column] = partial[lane]; }
  }`;
}
