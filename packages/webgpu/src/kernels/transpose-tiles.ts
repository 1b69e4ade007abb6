import type { TensorType } from '@mosa-js/core';
import { sizeOf } from '@mosa-js/core';
import { stridesOf } from '@mosa-js/core/adapter';
import type { Lowering, Value } from '../runtime/lowering';
import { simplify } from './strides';
import { atOnce, side, tilesCode } from './transpose-tiles.wgsl';
import { storedType } from './types.wgsl';

export const transposePaths = ['transpose: tiles of 32 × 32'] as const;

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
    code: () => tilesCode(storedType(output.dtype)),
    workgroups: batches * down * across,
    workgroupSize: side * atOnce,
    meets: true,
  };
  return lowering.record(program, [x], output);
}
