import { sizeOf, type TensorType } from '@mosa-js/core';
import type { TfjsTensor } from '@mosa-js/tfjs';
import { type Context, record } from '../program';

/** result[i…] = x[indices[i…]]. x [R, ...S], int32 indices [...I] → [...I, ...S]. Zeros where the row is out of range. */
export function gather(context: Context, x: TfjsTensor, indices: TfjsTensor, output: TensorType): TfjsTensor {
  const rows = x.shape[0]!;
  const size = sizeOf(output.shape);
  const code = `
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      let width = uniforms.count.y;
      let row = indices[index / width];
      if (row < 0 || row >= uniforms.count.z) { result[index] = ${x.dtype === 'float32' ? '0f' : '0i'}; return; }
      result[index] = A[row * width + index % width];
    }`;
  const uniforms = { count: [size, x.size / rows, rows, 0] };
  const program = { key: 'gather', inputs: ['A', 'indices'], uniforms, code, workgroups: Math.ceil(size / 64) };
  return record(context, program, [x, indices], output);
}

/** Zeros [rows, D] to which updates[m] is added at row indices[m]; equal indices all count, rows out of range do not. */
export function scatterAdd(
  context: Context,
  indices: TfjsTensor,
  updates: TfjsTensor,
  rows: number,
  output: TensorType,
): TfjsTensor {
  return output.dtype === 'float32'
    ? addFloatRows(context, indices, updates, rows, output)
    : addIntRows(context, indices, updates, rows, output);
}

/** Integers give the same sum in any order. */
function addIntRows(context: Context, indices: TfjsTensor, updates: TfjsTensor, rows: number, output: TensorType) {
  const zeros = context.lib.fill([...output.shape], 0, 'int32');
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
  return record(context, { ...program, workgroups }, [indices, updates], output, zeros);
}

/** A row with more updates than this finds them by looking through all indices. */
const longestList = 4096;

/**
 * Floating-point sums, always in the order of m, so that equal runs give equal bits; adding by atomics would not. One
 * program links the updates of each row in a list, whose order is up to chance; one puts each list in order; one adds.
 */
function addFloatRows(context: Context, indices: TfjsTensor, updates: TfjsTensor, rows: number, output: TensorType) {
  const count = indices.size;
  const width = output.shape[1]!;
  const links = context.lib.fill([rows + count], 0, 'int32');
  const type: TensorType = { shape: [rows + count], dtype: 'int32' };
  const uniforms = { count: [count, rows, width, rows * width] };
  const linking = { key: 'scatterAdd link', inputs: ['indices'], uniforms, code: linkCode, atomic: true };
  record(context, { ...linking, workgroups: Math.ceil(count / 64) }, [indices], type, links);
  const sorting = { key: 'scatterAdd sort', inputs: [], uniforms, code: sortCode };
  record(context, { ...sorting, workgroups: Math.ceil(rows / 64) }, [], type, links);
  const adding = { key: 'scatterAdd float', inputs: ['links', 'indices', 'updates'], uniforms, code: addCode };
  const workgroups = Math.ceil((rows * width) / 64);
  const result = record(context, { ...adding, workgroups }, [links, indices, updates], output);
  links.dispose();
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

// Merge sort from the bottom up, in place: runs of 1, 2, 4, … updates are merged until there is one. A list that is too
// long gets a negative head.
const sortCode = `
  fn after(node: i32) -> i32 { return result[uniforms.count.y + node - 1]; }
  fn main(index: i32) {
    if (index >= uniforms.count.y) { return; }
    var head = result[index];
    var length = 0;
    for (var node = head; node != 0 && length <= ${longestList}; node = after(node)) { length++; }
    if (length > ${longestList}) { result[index] = -1; return; }
    for (var run = 1; run < length; run *= 2) {
      var left = head;
      var tail = 0;
      head = 0;
      while (left != 0) {
        var right = left;
        var leftCount = 0;
        for (; leftCount < run && right != 0; leftCount++) { right = after(right); }
        var rightCount = run;
        while (leftCount > 0 || (rightCount > 0 && right != 0)) {
          var node = right;
          if (leftCount > 0 && (rightCount == 0 || right == 0 || left < right)) {
            node = left;
            left = after(left);
            leftCount--;
          } else {
            right = after(right);
            rightCount--;
          }
          if (tail == 0) { head = node; } else { result[uniforms.count.y + tail - 1] = node; }
          tail = node;
        }
        left = right;
      }
      result[uniforms.count.y + tail - 1] = 0;
    }
    result[index] = head;
  }`;

const addCode = `
  fn main(index: i32) {
    if (index >= uniforms.count.w) { return; }
    let rows = uniforms.count.y;
    let width = uniforms.count.z;
    let row = index / width;
    let column = index % width;
    var total = 0f;
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
