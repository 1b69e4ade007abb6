import type { TensorType } from '@mosa-js/core';
import { workgroupNumber } from '../runtime/dispatch';
import type { Lowering, Value } from '../runtime/lowering';
import { transpose } from './move';

type Kind = 'sum' | 'max';

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
  'sum, max: over axes that are not the last',
] as const;

const longestShortRow = 64;
/** Rows longer than this have more lanes. */
const longestFor64 = 4096;
/** Sums that are computed side by side where very many numbers become one. */
const partialSums = 65536;

/** The sum or maximum over axes. Sums are added up in an order that depends on the shape alone. */
export function reduce(lowering: Lowering, kind: Kind, x: Value, axes: readonly number[], output: TensorType): Value {
  const parts = kind === 'sum' && axes.length === x.shape.length ? sumInParts(lowering, x) : undefined;
  if (parts) {
    const total = reduceRows(lowering, kind, parts, output);
    return total;
  }
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  // Axes of size 1 change no order.
  const moving = order.filter((axis) => x.shape[axis] !== 1);
  if (moving.every((axis, i) => i === 0 || axis > moving[i - 1]!)) return reduceRows(lowering, kind, x, output);
  lowering.take('sum, max: over axes that are not the last');
  const shape = order.map((axis) => x.shape[axis]!);
  const rows = transpose(lowering, x, order, { shape, dtype: output.dtype });
  const result = reduceRows(lowering, kind, rows, output);
  return result;
}

/**
 * The first stage of a sum over everything: float32 [...S] → [65536], or nothing where the elements are few: one workgroup
 * for such a sum takes, on a large GPU, as long as a training step.
 */
function sumInParts(lowering: Lowering, x: Value): Value | undefined {
  if (x.dtype !== 'float32' || x.size < 8 * partialSums) return undefined;
  const components = x.size % 4 === 0 ? 4 : 1;
  lowering.take(`sum: everything in parts, ${components === 4 ? 'in vectors' : 'one by one'}`);
  const code = `
    fn main(index: i32) {
      if (index >= uniforms.count.y) { return; }
      var total = ${components === 4 ? 'vec4<f32>()' : '0f'};
      for (var at = index; at < uniforms.count.x; at += uniforms.count.y) { total += A[at]; }
      result[index] = total;
    }`;
  const uniforms = { count: [x.size / components, partialSums / components, 0, 0] };
  const program = { key: `sum in parts ${components}`, inputs: ['A'], components: [components], uniforms, code };
  const outputs = { outputComponents: components, workgroups: partialSums / components / 64 };
  return lowering.record({ ...program, ...outputs }, [x], { shape: [partialSums], dtype: 'float32' });
}

/** [...S, ...reduced] → [...S]: a workgroup for each row, or an invocation where rows are short. */
function reduceRows(lowering: Lowering, kind: Kind, x: Value, output: TensorType): Value {
  const rows = output.shape.reduce((a, b) => a * b, 1);
  const width = x.size / rows;
  const dtype = output.dtype === 'float32' ? 'float32' : 'int32';
  const type = dtype === 'float32' ? 'f32' : 'i32';
  const join = (a: string, b: string) => (kind === 'sum' ? `${a} + ${b}` : `max(${a}, ${b})`);
  const uniforms = { count: [rows, width, 0, 0] };
  if (width <= longestShortRow) {
    lowering.take(`${kind} of ${dtype}: an invocation for each row`);
    const code = `
      fn main(index: i32) {
        if (index >= uniforms.count.x) { return; }
        let start = index * uniforms.count.y;
        var total = A[start];
        for (var at = 1; at < uniforms.count.y; at++) { total = ${join('total', 'A[start + at]')}; }
        result[index] = total;
      }`;
    const program = { key: `reduce ${kind} short`, inputs: ['A'], uniforms, code, workgroups: Math.ceil(rows / 64) };
    return lowering.record(program, [x], output);
  }
  const lanes = width <= longestFor64 ? 64 : 256;
  lowering.take(`${kind} of ${dtype}: ${lanes} lanes for each row`);
  // Every lane has an element to start from, since rows of 256 lanes are longer than that.
  const code = `
    var<workgroup> partial: array<${type}, ${lanes}>;
    fn main(index: i32) {
      let lane = i32(localIndex);
      let group = ${workgroupNumber};
      let row = min(group, uniforms.count.x - 1);
      let width = uniforms.count.y;
      var total = A[row * width + lane];
      for (var at = lane + ${lanes}; at < width; at += ${lanes}) { total = ${join('total', 'A[row * width + at]')}; }
      partial[lane] = total;
      for (var step = ${lanes / 2}; step > 0; step /= 2) {
        workgroupBarrier();
        if (lane < step) { partial[lane] = ${join('partial[lane]', 'partial[lane + step]')}; }
      }
      if (lane == 0 && group < uniforms.count.x) { result[row] = partial[0]; }
    }`;
  const program = { key: `reduce ${kind} ${lanes}`, inputs: ['A'], uniforms, code, workgroups: rows };
  return lowering.record({ ...program, workgroupSize: lanes, meets: true }, [x], output);
}
