import type { TensorType } from '@mosa-js/core';
import type { TfjsTensor } from '@mosa-js/tfjs';
import { type Context, record } from '../program';
import { transpose } from './move';

const size = 64;
/** Sums that are computed side by side where very many numbers become one. */
const partialSums = 65536;

/**
 * The first stage of a sum over everything: float32 [...S] → [65536], or nothing where the elements are few. tfjs gives
 * such a sum to one workgroup, which on a large GPU takes as long as a training step.
 */
export function sumInParts(context: Context, x: TfjsTensor): TfjsTensor | undefined {
  if (x.size < 8 * partialSums) return undefined;
  const components = x.size % 4 === 0 ? 4 : 1;
  const code = `
    fn main(index: i32) {
      if (index >= uniforms.count.y) { return; }
      var total = ${components === 4 ? 'vec4<f32>()' : '0f'};
      for (var at = index; at < uniforms.count.x; at += uniforms.count.y) { total += A[at]; }
      result[index] = total;
    }`;
  const uniforms = { count: [x.size / components, partialSums / components, 0, 0] };
  const program = { key: `sum in parts ${components}`, inputs: ['A'], components: [components], uniforms, code };
  const outputs = { outputComponents: components, workgroups: partialSums / components / size };
  return record(context, { ...program, ...outputs }, [x], { shape: [partialSums], dtype: 'float32' });
}

/** The sum or maximum of int32 over axes, exact. tfjs's goes through float32. */
export function reduceInt(
  context: Context,
  kind: 'sum' | 'max',
  x: TfjsTensor,
  axes: readonly number[],
  output: TensorType,
): TfjsTensor {
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis));
  const order = [...kept, ...axes];
  const shape = order.map((axis) => x.shape[axis]!);
  if (order.some((axis, i) => axis !== i)) {
    const rows = transpose(context, x, order, { shape, dtype: 'int32' });
    const result = reduceRows(context, kind, rows, output);
    rows.dispose();
    return result;
  }
  return reduceRows(context, kind, x, output);
}

/** int32 [...S, ...reduced] → [...S]: a workgroup for each row, or an invocation where rows are short. */
function reduceRows(context: Context, kind: 'sum' | 'max', x: TfjsTensor, output: TensorType): TfjsTensor {
  const rows = output.shape.reduce((a, b) => a * b, 1);
  const join = (a: string, b: string) => (kind === 'sum' ? `${a} + ${b}` : `max(${a}, ${b})`);
  const uniforms = { count: [rows, x.size / rows, 0, 0] };
  if (x.size / rows <= size) {
    const code = `
      fn main(index: i32) {
        if (index >= uniforms.count.x) { return; }
        let start = index * uniforms.count.y;
        var total = A[start];
        for (var at = 1; at < uniforms.count.y; at++) { total = ${join('total', 'A[start + at]')}; }
        result[index] = total;
      }`;
    const program = { key: `reduce ${kind} short`, inputs: ['A'], uniforms, code, workgroups: Math.ceil(rows / 64) };
    return record(context, program, [x], output);
  }
  const code = `
    var<workgroup> partial: array<i32, ${size}>;
    fn main(index: i32) {
      let lane = index % ${size};
      let row = min(index / ${size}, uniforms.count.x - 1);
      let width = uniforms.count.y;
      var total = ${kind === 'sum' ? '0i' : 'i32(-2147483648)'};
      for (var at = lane; at < width; at += ${size}) { total = ${join('total', 'A[row * width + at]')}; }
      partial[lane] = total;
      for (var step = ${size / 2}; step > 0; step /= 2) {
        workgroupBarrier();
        if (lane < step) { partial[lane] = ${join('partial[lane]', 'partial[lane + step]')}; }
      }
      if (lane == 0 && index / ${size} < uniforms.count.x) { result[row] = partial[0]; }
    }`;
  const program = { key: `reduce ${kind}`, inputs: ['A'], uniforms, code, workgroups: rows, workgroupSize: size };
  return record(context, program, [x], output);
}
