import { type AttentionOptions, sizeOf, type TensorType } from '@mosa-js/core';
import type { Lowering, Value } from '../../runtime/lowering';
import { attend, keyOf, pathsOf } from './attention';
import { invocations } from './fits';
import { tilesOf } from './form';
import { keyGradientCode, queryGradientCode } from './gradient.wgsl';
import { componentsOf } from './tile.wgsl';

/** The gradients of attention, one after another in one storage: three dispatches after those of its forward pass. */
export function attentionGradient(
  lowering: Lowering,
  [dy, ...operands]: readonly Value[],
  options: AttentionOptions,
  output: TensorType,
): Value {
  const { all, output: y, form, shape, uniforms } = attend(lowering, operands, options);
  pathsOf(form, 'attention gradient').forEach(lowering.take);
  const [q, k] = operands as [Value, Value];
  const dots = dotsOf(lowering, dy!, y);
  const { batches, rows, columns, width, valueWidth } = shape;
  const mask = operands.slice(3);
  const common = {
    inputs: ['forward', 'dots', 'dy', 'q', 'k', 'v', ...mask.map(() => 'mask')],
    components: [1, 1, componentsOf(valueWidth), componentsOf(width), componentsOf(width), componentsOf(valueWidth), 1],
    workgroupSize: invocations,
    meets: true,
  };
  const start = sizeOf(y.shape);
  const into = lowering.empty(output);
  const record = (name: string, code: () => string, down: number, across: number, more = {}) =>
    lowering.record(
      {
        ...common,
        key: `${name} ${keyOf(form)}`,
        uniforms: { ...uniforms, grid: [down, across, start, 0], ...more },
        code,
        workgroups: batches * down * across,
      },
      [all, dots, dy!, ...operands],
      output,
      { into },
    );
  record('attention query gradient', () => queryGradientCode(form), tilesOf(rows), tilesOf(width));
  const starts = [q.size, q.size + k.size, 0, 0];
  const across = tilesOf(Math.max(width, valueWidth));
  record('attention key gradient', () => keyGradientCode(form), tilesOf(columns), across, { starts });
  return into;
}

/** What each row of dy makes of its row of y: float32 [...P, M, e] twice → [...P, M]. */
function dotsOf(lowering: Lowering, dy: Value, y: Value): Value {
  const width = y.shape.at(-1)!;
  const rows = y.size / width;
  const vector = componentsOf(width);
  const code = `
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      var total = 0f;
      for (var at = 0; at < uniforms.count.y; at++) {
        let place = index * uniforms.count.y + at;
        total += ${vector === 4 ? 'dot(dy[place], y[place])' : 'dy[place] * y[place]'};
      }
      result[index] = total;
    }`;
  const dispatch = {
    key: `dots ${vector}`,
    inputs: ['dy', 'y'],
    components: [vector, vector],
    uniforms: { count: [rows, width / vector, 0, 0] },
    code,
    workgroups: Math.ceil(rows / 64),
  };
  return lowering.record(dispatch, [dy, y], { shape: y.shape.slice(0, -1), dtype: 'float32' });
}
