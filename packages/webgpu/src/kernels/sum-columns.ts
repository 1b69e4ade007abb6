import { sizeOf, type TensorType } from '@mosa-js/core';
import type { Lowering, Value } from '../runtime/lowering';
import { type Columns, eachColumn } from './each-column';
import { lanesOf, severalColumnsCode } from './sum-columns.wgsl';
import { storedType } from './types.wgsl';
import { componentsOf, inVectors } from './vectors';

/** So few rows are added by an invocation for each column. */
const fewRows = 8;
/** So many columns fill a large GPU with an invocation each, and so many for each row take less time so. */
const enoughColumns = 16384;
const enoughForEachRow = 256;
/** Neighbours in a row that a workgroup reads: 128 bytes, which memory hands out together, or a quarter of them at least. */
const [narrowest, widest] = [8, 32];
/** Rows that a lane adds before they are cut into parts. */
const mostRows = 32;
/** Rows of a part that a lane adds at least. */
const fewestRows = 8;
/** Lanes that keep a GPU at work with reading alone, for each workgroup of the largest products that fill it. */
const enoughLanes = 1024;

/** A tensor as columns, where the axes that are added follow each other. Axes of size 1 change no order. */
export function columnsOf(shape: readonly number[], axes: readonly number[]): Columns | undefined {
  const isReduced = (axis: number) => axes.includes(axis);
  const moving = [...shape.keys()].filter((axis) => shape[axis] !== 1);
  const first = moving.findIndex(isReduced);
  const end = first + moving.filter(isReduced).length;
  if (!moving.slice(first, end).every(isReduced)) return undefined;
  const size = (part: readonly number[]) => sizeOf(part.map((axis) => shape[axis]!));
  return {
    batches: size(moving.slice(0, first)),
    rows: size(moving.slice(first, end)),
    columns: size(moving.slice(end)),
  };
}

/**
 * The sum over axes that follow each other, added up in an order that depends on the shape and the kind of device alone.
 * @returns undefined where they do not
 */
export function sumColumns(
  lowering: Lowering,
  x: Value,
  axes: readonly number[],
  output: TensorType,
): Value | undefined {
  const columns = columnsOf(x.shape, axes);
  return columns && sum(lowering, x, columns, output);
}

/** [B, N, W] → [B, W] */
function sum(lowering: Lowering, x: Value, columns: Columns, output: TensorType): Value {
  const dtype = output.dtype === 'float32' ? 'float32' : 'int32';
  const width = componentsOf(columns.columns);
  const units = columns.columns / width;
  const take = (who: 'an invocation for each' | 'a workgroup for several') =>
    lowering.take(`sum of columns of ${dtype}: ${who}, ${inVectors(width)}`);
  const { batches, rows } = columns;
  if (rows <= fewRows || batches * units >= Math.min(enoughColumns, rows * enoughForEachRow)) {
    take('an invocation for each');
    return lowering.record(eachColumn(columns), [x], output);
  }
  take('a workgroup for several');
  const plan = planColumns(columns, lowering.enoughWorkgroups);
  const dispatch = {
    key: `sum columns ${width}`,
    inputs: ['A'],
    components: [width],
    outputComponents: width,
    uniforms: { sizes: [rows, units, plan.rows, 0], grid: [plan.across, plan.blocks, plan.parts, plan.join] },
    code: severalColumnsCode(storedType(dtype, width), lanesOf(width)),
    workgroups: batches * plan.blocks * plan.parts,
    workgroupSize: lanesOf(width),
    meets: true,
  };
  if (plan.parts === 1) return lowering.record(dispatch, [x], output);
  lowering.take('sum of columns: rows in parts');
  const shape = [batches, plan.parts, columns.columns];
  const parts = lowering.record(dispatch, [x], { shape, dtype: output.dtype });
  return sum(lowering, parts, { ...columns, rows: plan.parts }, output);
}

/**
 * Lanes side by side, blocks of columns, parts of the rows, rows of a part (the last one may have fewer), and of how many
 * lanes the first join with others. There are fewer workgroups than a dimension of a dispatch takes.
 */
export function planColumns({ batches, rows, columns }: Columns, enough: number) {
  const width = componentsOf(columns);
  const units = columns / width;
  const lanes = lanesOf(width);
  let across = Math.min(widest / width, powerFrom(units));
  const blocks = () => Math.ceil(units / across);
  const isLong = rows > (mostRows * lanes) / across;
  // Few short columns are added faster by more workgroups.
  while (!isLong && across * width > narrowest && batches * blocks() < enough) across /= 2;
  const down = lanes / across;
  const wanted = isLong ? Math.ceil((enoughLanes * enough) / (batches * blocks() * lanes)) : 1;
  const most = Math.max(1, Math.min(wanted, Math.floor(rows / (fewestRows * down))));
  const rowsOfPart = Math.ceil(rows / most);
  const join = (Math.min(down, powerFrom(rowsOfPart)) * across) / 2;
  return { across, blocks: blocks(), parts: Math.ceil(rows / rowsOfPart), rows: rowsOfPart, join };
}

/** The least power of two that is no less. */
function powerFrom(number: number): number {
  return 2 ** Math.ceil(Math.log2(number));
}
