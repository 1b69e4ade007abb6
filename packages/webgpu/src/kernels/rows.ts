import { sizeOf, type TensorType } from '@mosa-js/core';
import type { Lowering, Value } from '../runtime/lowering';
import { zeros } from './fill';

export const rowPaths = [
  'gather: one by one',
  'gather: in vectors',
  'setRows: one by one',
  'setRows: in vectors',
  'scatterAdd of int32',
  'scatterAdd of float32: one by one',
  'scatterAdd of float32: in vectors',
  'scatterAdd of float32: more updates than a list may have',
] as const;

/** Rows of whole vectors are moved as such. */
export function componentsOf(width: number): 1 | 4 {
  return width % 4 === 0 ? 4 : 1;
}

function zero(dtype: string, components: 1 | 4): string {
  const type = dtype === 'float32' ? 'f32' : 'i32';
  return components === 1 ? `${type}()` : `vec4<${type}>()`;
}

/** result[i…] = x[indices[i…]]. x [R, ...S], int32 indices [...I] → [...I, ...S]. Zeros where the row is out of range. */
export function gather(lowering: Lowering, x: Value, indices: Value, output: TensorType): Value {
  const rows = x.shape[0]!;
  const vector = componentsOf(x.size / rows);
  const size = sizeOf(output.shape) / vector;
  lowering.take(vector === 4 ? 'gather: in vectors' : 'gather: one by one');
  const code = `
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      let width = uniforms.count.y;
      let row = indices[index / width];
      if (row < 0 || row >= uniforms.count.z) { result[index] = ${zero(x.dtype, vector)}; return; }
      result[index] = A[row * width + index % width];
    }`;
  const uniforms = { count: [size, x.size / rows / vector, rows, 0] };
  const program = { key: `gather ${vector}`, inputs: ['A', 'indices'], components: [vector, 1], uniforms, code };
  const outputs = { outputComponents: vector, workgroups: Math.ceil(size / 64) };
  return lowering.record({ ...program, ...outputs }, [x, indices], output);
}

/** Zeros [rows, D] to which updates[m] is added at row indices[m]; equal indices all count, rows out of range do not. */
export function scatterAdd(
  lowering: Lowering,
  indices: Value,
  updates: Value,
  rows: number,
  output: TensorType,
): Value {
  return output.dtype === 'float32'
    ? addFloatRows(lowering, indices, updates, rows, output)
    : addIntRows(lowering, indices, updates, rows, output);
}

/** Integers give the same sum in any order. */
function addIntRows(lowering: Lowering, indices: Value, updates: Value, rows: number, output: TensorType) {
  lowering.take('scatterAdd of int32');
  const code = `
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      let width = uniforms.count.y;
      let row = indices[index / width];
      if (row < 0 || row >= uniforms.count.z) { return; }
      atomicAdd(&result[row * width + index % width], updates[index]);
    }`;
  const uniforms = { count: [updates.size, output.shape[1]!, rows, 0] };
  const program = { key: 'scatterAdd int', inputs: ['indices', 'updates'], uniforms, code, atomic: true };
  const workgroups = Math.ceil(updates.size / 64);
  const into = zeros(lowering, output);
  return lowering.record({ ...program, workgroups }, [indices, updates], output, { into });
}

/** A row with more updates than this finds them by looking through all indices. */
const longestList = 4096;

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
  lowering.take(`scatterAdd of float32: ${vector === 4 ? 'in vectors' : 'one by one'}`);
  if (count > longestList) lowering.take('scatterAdd of float32: more updates than a list may have');
  const linking = { key: 'scatterAdd link', inputs: ['indices'], uniforms, code: linkCode, atomic: true };
  const into = zeros(lowering, type);
  const links = lowering.record({ ...linking, workgroups: Math.ceil(count / 64) }, [indices], type, { into });
  const ordering = { key: 'scatterAdd order', inputs: ['links', 'indices'], uniforms, code: orderCode };
  const invocations = Math.max(count, rows);
  const ordered = lowering.record({ ...ordering, workgroups: Math.ceil(invocations / 64) }, [links, indices], type);
  const adding = {
    key: `scatterAdd float ${vector}`,
    inputs: ['links', 'indices', 'updates'],
    components: [1, 1, vector],
    outputComponents: vector,
    uniforms,
    code: addCode(zero('float32', vector)),
  };
  const workgroups = Math.ceil((rows * width) / 64);
  const result = lowering.record({ ...adding, workgroups }, [ordered, indices, updates], output);
  return result;
}

// First the list's head for each row, then the next update for each update. Updates count from 1, and 0 ends a list.
const linkCode = `
  fn main(index: i32) {
    if (index >= uniforms.count.x) { return; }
    let row = indices[index];
    if (row < 0 || row >= uniforms.count.y) { return; }
    let next = atomicExchange(&result[row], index + 1);
    atomicStore(&result[uniforms.count.y + index], next);
  }`;

// Each update looks for the one that follows it by number; the first of all becomes the head. A list that is too long gets
// a negative head.
const orderCode = `
  fn main(index: i32) {
    let rows = uniforms.count.y;
    if (index < rows && links[index] == 0) { result[index] = 0; }
    if (index >= uniforms.count.x) { return; }
    let row = indices[index];
    if (row < 0 || row >= rows) { return; }
    let own = index + 1;
    let head = links[row];
    var isFirst = true;
    var next = 0;
    var length = 0;
    for (var node = head; node != 0 && length <= ${longestList}; node = links[rows + node - 1]) {
      length++;
      if (node < own) { isFirst = false; }
      if (node > own && (next == 0 || node < next)) { next = node; }
    }
    if (length > ${longestList}) {
      if (head == own) { result[row] = -1; }
      return;
    }
    result[rows + index] = next;
    if (isFirst) { result[row] = own; }
  }`;

const addCode = (zero: string) => `
  fn main(index: i32) {
    if (index >= uniforms.count.w) { return; }
    let rows = uniforms.count.y;
    let width = uniforms.count.z;
    let row = index / width;
    let column = index % width;
    var total = ${zero};
    var node = links[row];
    if (node < 0) {
      for (var m = 0; m < uniforms.count.x; m++) {
        if (indices[m] == row) { total += updates[m * width + column]; }
      }
    } else {
      for (; node != 0; node = links[rows + node - 1]) { total += updates[(node - 1) * width + column]; }
    }
    result[index] = total;
  }`;
