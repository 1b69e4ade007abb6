import type { TensorType } from '@mosa-js/core';
import type { Lowering, Value } from '../runtime/lowering';
import { zeros } from './fill';
import { componentsOf } from './rows';

/**
 * x with row rows[m] replaced by values[m]. x [R, ...S], int32 rows [M], values [M, ...S]. Of equal rows the last counts, and
 * none out of range: one program notes for each row the number of its value, from 1, and one takes either.
 */
export function setRows(lowering: Lowering, x: Value, rows: Value, values: Value, output: TensorType) {
  const [count, given] = [x.shape[0]!, rows.size];
  const vector = componentsOf(x.size / count);
  const size = x.size / vector;
  lowering.take(vector === 4 ? 'setRows: in vectors' : 'setRows: one by one');
  const type: TensorType = { shape: [count], dtype: 'int32' };
  const noting = {
    key: 'setRows note',
    inputs: ['rows'],
    uniforms: { count: [given, count, 0, 0] },
    code: noteCode,
    atomic: true,
    workgroups: Math.ceil(given / 64),
  };
  const numbers = lowering.record(noting, [rows], type, zeros(lowering, type));
  const taking = {
    key: `setRows take ${vector}`,
    inputs: ['A', 'numbers', 'values'],
    components: [vector, 1, vector],
    outputComponents: vector,
    uniforms: { count: [size, size / count, 0, 0] },
    code: takeCode,
    workgroups: Math.ceil(size / 64),
  };
  const result = lowering.record(taking, [x, numbers, values], output);
  return result;
}

const noteCode = `
  fn main(index: i32) {
    if (index >= uniforms.count.x) { return; }
    let row = rows[index];
    if (row < 0 || row >= uniforms.count.y) { return; }
    atomicMax(&result[row], index + 1);
  }`;

const takeCode = `
  fn main(index: i32) {
    if (index >= uniforms.count.x) { return; }
    let width = uniforms.count.y;
    let number = numbers[index / width];
    if (number == 0) { result[index] = A[index]; return; }
    result[index] = values[(number - 1) * width + index % width];
  }`;
