import type { TensorType } from '@mosa-js/core';
import type { Lowering, Value } from '../runtime/lowering';
import { block, lanes, mergeCode, shortCode, sortCode } from './top-k.wgsl';

const longestShortRow = 32;

/**
 * The k largest values of the last axis, falling. In a short row each element counts those that come before it. A longer row is
 * sorted in blocks; where there are several, the place of an element is its place in its own block and, by bisection, the number
 * of elements of the others that come before it.
 */
export function topKValues(lowering: Lowering, x: Value, k: number, output: TensorType): Value {
  const width = x.shape.at(-1)!;
  const rows = x.size / width;
  if (width <= longestShortRow) {
    lowering.take('topK: short rows');
    const counting = {
      key: 'topK short',
      inputs: ['A'],
      uniforms: { count: [rows, width, k, 0] },
      code: shortCode,
      workgroups: Math.ceil(x.size / 64),
    };
    return lowering.record(counting, [x], output);
  }
  const blocks = Math.ceil(width / block);
  lowering.take(blocks === 1 ? 'topK: one block' : 'topK: several blocks');
  const kept = blocks === 1 ? k : width;
  const sortedAtOnce = Math.min(block, 2 ** Math.ceil(Math.log2(width)));
  const sorting = {
    key: 'topK sort',
    inputs: ['A'],
    uniforms: { count: [rows, width, blocks, kept], sort: [sortedAtOnce, 0, 0, 0] },
    code: sortCode,
    workgroups: rows * blocks,
    workgroupSize: lanes,
    meets: true,
  };
  if (blocks === 1) return lowering.record(sorting, [x], output);
  const sorted = lowering.record(sorting, [x], { shape: [rows, width], dtype: 'float32' });
  const merging = {
    key: 'topK merge',
    inputs: ['A'],
    uniforms: { count: [rows, width, blocks, k] },
    code: mergeCode,
    workgroups: Math.ceil((rows * width) / 64),
  };
  return lowering.record(merging, [sorted], output);
}
