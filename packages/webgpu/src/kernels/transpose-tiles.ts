import type { TensorType } from '@mosa-js/core';
import { sizeOf } from '@mosa-js/core';
import { stridesOf } from '@mosa-js/core/adapter';
import { workgroupNumber } from '../runtime/dispatch';
import type { Lowering, Value } from '../runtime/lowering';
import { simplify } from './strides';

export const transposePaths = ['transpose: tiles of 32 × 32'] as const;

const side = 32;
/** Rows of a tile that a workgroup moves at a time. */
const atOnce = 8;
/** Matrices with shorter sides would leave most of a tile empty. */
const shortest = 16;

/**
 * Matrices, one or a batch, whose rows become columns: a tile at a time through workgroup memory, so that neighbours in
 * memory are read and written together.
 * @param strides of the operand, by axis of the result
 * @returns undefined where the axes change places in another way
 */
export function transposeTiles(
  lowering: Lowering,
  x: Value,
  strides: readonly number[],
  output: TensorType,
): Value | undefined {
  const walk = simplify({ sizes: output.shape, strides: [strides, stridesOf(output.shape)] }, 'transpose');
  const [columns, rows] = walk.sizes.slice(-2) as [number, number | undefined];
  if (rows === undefined || walk.sizes.length > 3 || Math.min(rows, columns) < shortest) return undefined;
  const [alongColumns, alongRows] = walk.strides[0]!.slice(-2);
  const isOneMatrixAfterAnother = walk.sizes.length === 2 || walk.strides[0]![0] === rows * columns;
  if (alongColumns !== 1 || alongRows !== columns || !isOneMatrixAfterAnother) return undefined;
  lowering.take('transpose: tiles of 32 × 32');
  const [down, across] = [Math.ceil(rows / side), Math.ceil(columns / side)];
  const batches = sizeOf(output.shape) / (rows * columns);
  const program = {
    key: `transpose tiles ${output.dtype}`,
    inputs: ['A'],
    uniforms: { sizes: [batches, rows, columns, 0], grid: [down, across, 0, 0] },
    code: () => code(output.dtype === 'float32' ? 'f32' : 'i32'),
    workgroups: batches * down * across,
    workgroupSize: side * atOnce,
    meets: true,
  };
  return lowering.record(program, [x], output);
}

// Rows of the tile are one element longer than the tile: reading down a column then meets every bank of the memory.
const code = (type: string) => `
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
