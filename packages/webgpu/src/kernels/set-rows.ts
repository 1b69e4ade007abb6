import type { TensorType } from '@mosa-js/core';
import type { InPlace, Lowering, Value } from '../runtime/lowering';
import { zeros } from './fill';
import { noteCode, putCode, takeCode } from './set-rows.wgsl';
import { componentsOf, inVectors } from './vectors';

/**
 * x with row rows[m] replaced by values[m]. x [R, ...S], int32 rows [M], values [M, ...S]. Of equal rows the last counts, and
 * none out of range: one program notes for each row the number of its value, from 1, and one takes either.
 */
export function setRows(lowering: Lowering, x: Value, rows: Value, values: Value, output: TensorType) {
  const [count, given] = [x.shape[0]!, rows.size];
  const vector = componentsOf(x.size / count);
  const size = x.size / vector;
  lowering.take(`setRows: ${inVectors(vector)}`);
  const type: TensorType = { shape: [count], dtype: 'int32' };
  const noting = {
    key: 'setRows note',
    inputs: ['rows'],
    uniforms: { count: [given, count, 0, 0] },
    code: noteCode,
    atomic: true,
    workgroups: Math.ceil(given / 64),
  };
  const numbers = lowering.record(noting, [rows], type, { into: zeros(lowering, type) });
  const taking = {
    key: `setRows take ${vector}`,
    inputs: ['A', 'numbers', 'values'],
    components: [vector, 1, vector],
    outputComponents: vector,
    uniforms: { count: [size, size / count, 0, 0] },
    code: takeCode,
    workgroups: Math.ceil(size / 64),
  };
  const putting = {
    key: `setRows put ${vector}`,
    inputs: ['rows', 'numbers', 'values'],
    components: [1, 1, vector],
    outputComponents: vector,
    uniforms: { count: [values.size / vector, size / count, count, 0] },
    code: putCode,
    workgroups: Math.ceil(values.size / vector / 64),
  };
  const inPlace: InPlace = (operand) =>
    operand === 0 ? { dispatch: putting, reads: [rows, numbers, values] } : undefined;
  return lowering.record(taking, [x, numbers, values], output, { inPlace });
}
