import { walkCode } from '../strides.wgsl';
import type { AttentionForm } from './form';

/**
 * WGSL of a function that tells which of four queries see which of four keys, and of where the mask of the batch element begins.
 * Without branches: GPUs in software compile hundreds of them for minutes.
 */
export function seenCode({ causal, maskAxes, shared }: AttentionForm): {
  readonly seen: string;
  readonly start: string;
} {
  const step = (i: number) =>
    `mask[maskStart + min(rows[${i}], sizes.y - 1) * uniforms.maskSteps.x + min(columns[${i}], sizes.z - 1) * uniforms.maskSteps.y]`;
  const tests = [
    '(rows < vec4<i32>(sizes.y)) & (columns < vec4<i32>(sizes.z))',
    ...(shared === undefined ? [] : [`(rows / vec4<i32>(${shared}) == columns / vec4<i32>(${shared}))`]),
    ...(causal ? ['(columns <= rows)'] : []),
    ...(maskAxes === undefined ? [] : [`(vec4<i32>(${[0, 1, 2, 3].map(step)}) != vec4<i32>())`]),
  ];
  return {
    seen: `
  fn seen(maskStart: i32, rows: vec4<i32>, columns: vec4<i32>) -> vec4<bool> {
    let sizes = uniforms.sizes;
    return ${tests.join(' & ')};
  }`,
    start: maskAxes === undefined ? 'let maskAt = 0;' : walkCode(maskAxes, ['mask'], 'batch'),
  };
}
