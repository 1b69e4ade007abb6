import { type AttentionOptions, sizeOf, type TensorType } from '@mosa-js/core';
import type { Lowering, Value } from '../../runtime/lowering';
import { componentsOf } from '../vectors';
import { attend, keyOf, pathsOf } from './attention';
import { dotsOf } from './dots';
import { invocations } from './fits';
import { tilesOf } from './form';
import { keyGradientCode } from './key-gradient.wgsl';
import { queryGradientCode } from './query-gradient.wgsl';

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
