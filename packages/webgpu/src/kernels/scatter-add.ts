import type { TensorType } from '@mosa-js/core';
import type { Lowering, Value } from '../runtime/lowering';
import { zeros } from './fill';
import { addFewCode, addFloatCode, addIntCode, linkCode, longestList, orderCode } from './scatter-add.wgsl';
import { storedType } from './types.wgsl';
import { componentsOf, inVectors } from './vectors';

/** So few updates are looked through for each row. */
const few = 64;

export const scatterAddPaths = [
  'scatterAdd of few: one by one',
  'scatterAdd of few: in vectors',
  'scatterAdd of int32',
  'scatterAdd of float32: one by one',
  'scatterAdd of float32: in vectors',
  'scatterAdd of float32: more updates than a list may have',
] as const;

/** Zeros [rows, D] to which updates[m] is added at row indices[m]; equal indices all count, rows out of range do not. */
export function scatterAdd(
  lowering: Lowering,
  indices: Value,
  updates: Value,
  rows: number,
  output: TensorType,
): Value {
  if (indices.size <= few) return addFew(lowering, indices, updates, rows, output);
  return output.dtype === 'float32'
    ? addFloatRows(lowering, indices, updates, rows, output)
    : addIntRows(lowering, indices, updates, rows, output);
}

function addFew(lowering: Lowering, indices: Value, updates: Value, rows: number, output: TensorType) {
  const vector = componentsOf(output.shape[1]!);
  const width = output.shape[1]! / vector;
  lowering.take(`scatterAdd of few: ${inVectors(vector)}`);
  const dispatch = {
    key: `scatterAdd few ${vector}`,
    inputs: ['indices', 'updates'],
    components: [1, vector],
    outputComponents: vector,
    uniforms: { count: [indices.size, width, rows * width, 0] },
    code: addFewCode(storedType(output.dtype, vector)),
    workgroups: Math.ceil((rows * width) / 64),
  };
  return lowering.record(dispatch, [indices, updates], output);
}

/** Integers give the same sum in any order. */
function addIntRows(lowering: Lowering, indices: Value, updates: Value, rows: number, output: TensorType) {
  lowering.take('scatterAdd of int32');
  const program = {
    key: 'scatterAdd int',
    inputs: ['indices', 'updates'],
    uniforms: { count: [updates.size, output.shape[1]!, rows, 0] },
    code: addIntCode,
    workgroups: Math.ceil(updates.size / 64),
    atomic: true,
  };
  return lowering.record(program, [indices, updates], output, { into: zeros(lowering, output) });
}

/**
 * Floating-point sums, always in the order of m, so that equal runs give equal bits; adding by atomics would not. One
 * program links the updates of each row in a list, whose order is up to chance; one puts the lists in order; one adds.
 */
function addFloatRows(lowering: Lowering, indices: Value, updates: Value, rows: number, output: TensorType) {
  const count = indices.size;
  const vector = componentsOf(output.shape[1]!);
  const width = output.shape[1]! / vector;
  const type: TensorType = { shape: [rows + count], dtype: 'int32' };
  const uniforms = { count: [count, rows, width, rows * width] };
  lowering.take(`scatterAdd of float32: ${inVectors(vector)}`);
  if (count > longestList) lowering.take('scatterAdd of float32: more updates than a list may have');
  const linking = {
    key: 'scatterAdd link',
    inputs: ['indices'],
    uniforms,
    code: linkCode,
    workgroups: Math.ceil(count / 64),
    atomic: true,
  };
  const links = lowering.record(linking, [indices], type, { into: zeros(lowering, type) });
  const ordering = {
    key: 'scatterAdd order',
    inputs: ['links', 'indices'],
    uniforms,
    code: orderCode,
    workgroups: Math.ceil(Math.max(count, rows) / 64),
  };
  const ordered = lowering.record(ordering, [links, indices], type);
  const adding = {
    key: `scatterAdd float ${vector}`,
    inputs: ['links', 'indices', 'updates'],
    components: [1, 1, vector],
    outputComponents: vector,
    uniforms,
    code: addFloatCode(storedType('float32', vector)),
    workgroups: Math.ceil((rows * width) / 64),
  };
  return lowering.record(adding, [ordered, indices, updates], output);
}
