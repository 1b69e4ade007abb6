import type { TensorType } from '@mosa-js/core';
import type { InPlace, Lowering, Value } from '../runtime/lowering';
import { zeros } from './fill';
import { rowsOf } from './move';
import { type Put, putting } from './put-rows';
import { noteCode, putCode, takeCode, takeFewCode } from './set-rows.wgsl';
import { inVectors } from './vectors';

/** So few values look for a later one of the same row themselves. */
const few = 64;

/**
 * x with row rows[m] replaced by values[m]. x [R, ...S], int32 rows [M], values [M, ...S]. Of equal rows the last counts, and
 * none out of range. Rows of values may lie apart from each other (`rowsOf`). Where values are many, one program notes for each row the number of its value, from 1, and one takes either.
 */
export function setRows(lowering: Lowering, x: Value, rows: Value, values: Value, output: TensorType) {
  const [count, given] = [x.shape[0]!, rows.size];
  const from = rowsOf(values)!;
  const vector = [x.size / count, from.start, from.step].every((number) => number % 4 === 0) ? 4 : 1;
  const size = x.size / vector;
  const isFew = given <= few;
  lowering.take(`setRows: ${inVectors(vector)}`);
  lowering.take(`setRows: ${isFew ? 'few' : 'many'} rows`);
  if (values.box) lowering.take('setRows: values where they lie');
  const places = isFew ? rows : numbered(lowering, rows, count);
  const taking = {
    key: `setRows take ${isFew} ${vector}`,
    inputs: ['A', isFew ? 'rows' : 'numbers', 'values'],
    components: [vector, 1, vector],
    outputComponents: vector,
    uniforms: { count: [size, size / count, given, 0], given: [from.start / vector, from.step / vector, 0, 0] },
    code: isFew ? takeFewCode : takeCode,
    workgroups: Math.ceil(size / 64),
  };
  const into = lowering.empty(output);
  const put: Put = { into, from, vector };
  const inPlace: InPlace = (operand) => {
    if (operand !== 0) return undefined;
    return isFew ? putting(rows, [put]) : puttingMany(rows, places, put);
  };
  return lowering.record(taking, [x, places, from.of], output, { into, inPlace });
}

/** Replaces rows where they lie. @param numbers of each row's last value */
function puttingMany(rows: Value, numbers: Value, { into, from, vector }: Put) {
  const count = into.shape[0]!;
  const width = into.size / count / vector;
  const size = rows.size * width;
  const dispatch = {
    key: `setRows put many ${vector}`,
    inputs: ['rows', 'numbers', 'values'],
    components: [1, 1, vector],
    outputComponents: vector,
    uniforms: { count: [size, width, count, 0], given: [from.start / vector, from.step / vector, 0, 0] },
    code: putCode,
    workgroups: Math.ceil(size / 64),
  };
  return { dispatch, reads: [rows, numbers, from.of] };
}

/** int32 [R]: the number of each row's last value, from 1, or 0. */
function numbered(lowering: Lowering, rows: Value, count: number): Value {
  const type: TensorType = { shape: [count], dtype: 'int32' };
  const noting = {
    key: 'setRows note',
    inputs: ['rows'],
    uniforms: { count: [rows.size, count, 0, 0] },
    code: noteCode,
    atomic: true,
    workgroups: Math.ceil(rows.size / 64),
  };
  return lowering.record(noting, [rows], type, { into: zeros(lowering, type) });
}
