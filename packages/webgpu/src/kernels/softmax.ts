import type { TensorType } from '@mosa-js/core';
import type { Lowering, Value } from '../runtime/lowering';
import { longRowsCode, shortRowsCode } from './softmax.wgsl';
import { componentsOf, inVectors } from './vectors';

const longestShortRow = 32;
/** Steps that 64 lanes take through a row at most, before there are more lanes. */
const mostSteps = 16;

/** Softmax along the last axis, whatever the number of rows. A row that has NaN, or no finite maximum, gives NaN. */
export function softmax(lowering: Lowering, x: Value, output: TensorType): Value {
  const width = x.shape.at(-1)!;
  const rows = x.size / width;
  if (width <= longestShortRow) {
    lowering.take('softmax: an invocation for each row');
    const uniforms = { count: [rows, width, 0, 0] };
    const program = { key: 'softmax short', inputs: ['A'], uniforms, code: shortRowsCode };
    return lowering.record({ ...program, workgroups: Math.ceil(rows / 64) }, [x], output);
  }
  const vector = componentsOf(width);
  const steps = width / vector;
  const lanes = steps <= 64 * mostSteps ? 64 : 256;
  lowering.take(`softmax: ${lanes} lanes for each row, ${inVectors(vector)}`);
  const program = {
    key: `softmax ${lanes} ${vector}`,
    inputs: ['A'],
    components: [vector],
    outputComponents: vector,
    uniforms: { count: [rows, steps, 0, 0] },
    code: () => longRowsCode(lanes, vector),
    workgroups: rows,
    workgroupSize: lanes,
    meets: true,
  };
  return lowering.record(program, [x], output);
}
