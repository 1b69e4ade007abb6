import type { AttentionOptions } from '@mosa-js/core';
import type { Lowering, Value } from '../../runtime/lowering';
import { componentsOf, inVectors } from '../vectors';
import { fewCode, lanes } from './few.wgsl';
import { numbersOf, shapeOf } from './form';

/** Attention of few queries, as in decoding, in one dispatch: a workgroup for each. */
export function attendFew(lowering: Lowering, inputs: readonly Value[], { scale, causal }: AttentionOptions): Value {
  const [q, , v, mask] = inputs as [Value, Value, Value, Value?];
  const shape = shapeOf(q, v);
  const { uniforms, maskAxes } = numbersOf(shape, q, { scale, causal }, mask);
  const vector = componentsOf(shape.width);
  const across = 2 ** Math.ceil(Math.log2(shape.valueWidth));
  const steps = shape.width / vector;
  lowering.take(`attention of few queries: ${causal ? 'causal' : 'full'}${mask ? ', with a mask' : ''}`);
  lowering.take(`attention of few queries: rows ${inVectors(vector)}`);
  const dispatch = {
    key: `attention few ${causal} ${maskAxes} ${steps} ${vector} ${across}`,
    inputs: ['q', 'k', 'v', ...(mask ? ['mask'] : [])],
    components: [vector, vector, 1, 1],
    uniforms,
    code: () => fewCode({ causal, maskAxes, steps, vector, across }),
    workgroups: shape.batches * shape.rows,
    workgroupSize: lanes,
    meets: true,
  };
  return lowering.record(dispatch, inputs, { shape: [...q.shape.slice(0, -1), shape.valueWidth], dtype: 'float32' });
}
