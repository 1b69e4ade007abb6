import type { AttentionOptions } from '@mosa-js/core';
import type { Lowering, Value } from '../../runtime/lowering';
import { componentsOf, inVectors } from '../vectors';
import { fewCode, joinPartsCode, lanes } from './few.wgsl';
import { numbersOf, shapeOf } from './form';

/** Keys that are worth a workgroup of their own, where there are more workgroups than queries. */
const fewestKeys = 2 * lanes;

/** Attention of few queries, as in decoding: a workgroup for each, or several, where few queries have many keys. */
export function attendFew(lowering: Lowering, inputs: readonly Value[], { scale, causal }: AttentionOptions): Value {
  const [q, , v, mask] = inputs as [Value, Value, Value, Value?];
  const shape = shapeOf(q, v);
  const { uniforms, maskAxes } = numbersOf(shape, q, { scale, causal }, mask);
  const vector = componentsOf(shape.width);
  const across = 2 ** Math.ceil(Math.log2(shape.valueWidth));
  const steps = shape.width / vector;
  lowering.take(`attention of few queries: ${causal ? 'causal' : 'full'}${mask ? ', with a mask' : ''}`);
  lowering.take(`attention of few queries: rows ${inVectors(vector)}`);
  const queries = shape.batches * shape.rows;
  const wanted = Math.min(Math.ceil(lowering.enoughWorkgroups / queries), Math.floor(shape.columns / fewestKeys));
  const keys = lanes * Math.ceil(shape.columns / lanes / Math.max(wanted, 1));
  const parts = Math.ceil(shape.columns / keys);
  const isInParts = parts > 1;
  lowering.take(`attention of few queries: ${isInParts ? 'several workgroups' : 'a workgroup'} for each`);
  const dispatch = {
    key: `attention few ${causal} ${maskAxes} ${steps} ${vector} ${across} ${isInParts}`,
    inputs: ['q', 'k', 'v', ...(mask ? ['mask'] : [])],
    components: [vector, vector, 1, 1],
    uniforms: { ...uniforms, ...(isInParts ? { parts: [parts, keys, 0, 0] } : {}) },
    code: () => fewCode({ causal, maskAxes, steps, vector, across, isInParts }),
    workgroups: queries * parts,
    workgroupSize: lanes,
    meets: true,
  };
  const output = { shape: [...q.shape.slice(0, -1), shape.valueWidth], dtype: 'float32' } as const;
  if (!isInParts) return lowering.record(dispatch, inputs, output);
  const made = lowering.record(dispatch, inputs, { ...output, shape: [queries, parts, shape.valueWidth + 2] });
  const join = {
    key: 'attention few, joined',
    inputs: ['parts'],
    uniforms: { count: [queries * shape.valueWidth, shape.valueWidth, parts, 0] },
    code: joinPartsCode,
    workgroups: Math.ceil((queries * shape.valueWidth) / 64),
  };
  return lowering.record(join, [made], output);
}
