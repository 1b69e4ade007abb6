import { sizeOf, type TensorType } from '@mosa-js/core';
import type { Lowering, Value } from '../runtime/lowering';
import { inOrder, transpose } from './move';
import { type Kind, longRowsCode, partsCode, shortRowsCode } from './reduce.wgsl';
import { keepsOrder } from './strides';
import type { sumColumns } from './sum-columns';
import { storedType } from './types.wgsl';
import { componentsOf, inVectors } from './vectors';

const rowPaths = (['sum', 'max'] as const).flatMap((kind) =>
  (['float32', 'int32'] as const).flatMap((dtype) =>
    (['an invocation', '64 lanes', '256 lanes'] as const).map(
      (who) => `${kind} of ${dtype}: ${who} for each row` as const,
    ),
  ),
);
export const reducePaths = [
  ...rowPaths,
  'sum: everything in parts, one by one',
  'sum: everything in parts, in vectors',
  'sum, max: over axes that are moved to the end',
  'sum, max: of one element each, a view',
] as const;

const longestShortRow = 64;
/** Rows longer than this have more lanes. */
const longestFor64 = 4096;
/** Sums that are computed side by side where very many numbers become one. */
const partialSums = 65536;

/**
 * The sum or maximum over axes. Sums are added up in an order that depends on the shape alone.
 * @param columns sums over axes that are not the last, without a copy in another order
 */
export function reduce(
  lowering: Lowering,
  kind: Kind,
  x: Value,
  axes: readonly number[],
  output: TensorType,
  columns?: typeof sumColumns,
): Value {
  if (sizeOf(output.shape) === x.size) {
    lowering.take('sum, max: of one element each, a view');
    return lowering.reshape(x, output);
  }
  const parts = kind === 'sum' && axes.length === x.shape.length ? sumInParts(lowering, x) : undefined;
  if (parts) return reduceRows(lowering, kind, parts, output);
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  if (keepsOrder(x.shape, order)) return reduceRows(lowering, kind, x, output);
  const summed = columns?.(lowering, x, axes, output);
  if (summed) return summed;
  lowering.take('sum, max: over axes that are moved to the end');
  const shape = order.map((axis) => x.shape[axis]!);
  const rows = inOrder(lowering, transpose(lowering, x, order, { shape, dtype: output.dtype }));
  return reduceRows(lowering, kind, rows, output);
}

/**
 * The first stage of a sum over everything: float32 [...S] → [65536], or nothing where the elements are few: one workgroup
 * for such a sum takes, on a large GPU, as long as a training step.
 */
function sumInParts(lowering: Lowering, x: Value): Value | undefined {
  if (x.dtype !== 'float32' || x.size < 8 * partialSums) return undefined;
  const components = componentsOf(x.size);
  lowering.take(`sum: everything in parts, ${inVectors(components)}`);
  const program = {
    key: `sum in parts ${components}`,
    inputs: ['A'],
    components: [components],
    outputComponents: components,
    uniforms: { count: [x.size / components, partialSums / components, 0, 0] },
    code: partsCode(components),
    workgroups: partialSums / components / 64,
  };
  return lowering.record(program, [x], { shape: [partialSums], dtype: 'float32' });
}

/** [...S, ...reduced] → [...S]: a workgroup for each row, or an invocation where rows are short. */
export function reduceRows(lowering: Lowering, kind: Kind, x: Value, output: TensorType): Value {
  const rows = sizeOf(output.shape);
  const width = x.size / rows;
  const dtype = output.dtype === 'float32' ? 'float32' : 'int32';
  const uniforms = { count: [rows, width, 0, 0] };
  if (width <= longestShortRow) {
    lowering.take(`${kind} of ${dtype}: an invocation for each row`);
    const program = {
      key: `reduce ${kind} short`,
      inputs: ['A'],
      uniforms,
      code: shortRowsCode(kind),
      workgroups: Math.ceil(rows / 64),
    };
    return lowering.record(program, [x], output);
  }
  const lanes = width <= longestFor64 ? 64 : 256;
  lowering.take(`${kind} of ${dtype}: ${lanes} lanes for each row`);
  const program = {
    key: `reduce ${kind} ${lanes}`,
    inputs: ['A'],
    uniforms,
    code: longRowsCode(kind, storedType(dtype), lanes),
    workgroups: rows,
    workgroupSize: lanes,
    meets: true,
  };
  return lowering.record(program, [x], output);
}
