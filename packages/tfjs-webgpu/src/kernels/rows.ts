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

/** So many equal indices are put in order in an invocation's own memory; with more, it looks through all indices. */
const longestList = 64;

/**
 * Floating-point sums, always in the order of m, so that equal runs give equal bits; adding by atomics would not. One
 * program links the updates of each row in a list, whose order is up to chance; another sorts the list of its row and adds.
 */
function addFloatRows(context: Context, indices: TfjsTensor, updates: TfjsTensor, rows: number, output: TensorType) {
  const count = indices.size;
  const links = context.lib.fill([rows + count], 0, 'int32');
  const link = `
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      let row = indices[index];
      if (row < 0 || row >= uniforms.count.y) { return; }
      // First the list's head for each row, then the next update for each update; 0 ends it.
      let next = atomicExchange(&result[row], index + 1);
      atomicStore(&result[uniforms.count.y + index], next);
    }`;
  const uniforms = { count: [count, rows, output.shape[1]!, rows * output.shape[1]!] };
  const linking = { key: 'scatterAdd link', inputs: ['indices'], uniforms, code: link, atomic: true };
  const type: TensorType = { shape: [rows + count], dtype: 'int32' };
  record(context, { ...linking, workgroups: Math.ceil(count / 64) }, [indices], type, links);
  const add = `
    fn main(index: i32) {
      if (index >= uniforms.count.w) { return; }
      let rows = uniforms.count.y;
      let width = uniforms.count.z;
      let row = index / width;
      let column = index % width;
      var order: array<i32, ${longestList}>;
      var length = 0;
      var node = links[row];
      while (node != 0 && length < ${longestList}) {
        var place = length;
        while (place > 0 && order[place - 1] > node) { order[place] = order[place - 1]; place--; }
        order[place] = node;
        length++;
        node = links[rows + node - 1];
      }
      var total = 0f;
      if (node == 0) {
        for (var i = 0; i < length; i++) { total += updates[(order[i] - 1) * width + column]; }
      } else {
        for (var m = 0; m < uniforms.count.x; m++) {
          if (indices[m] == row) { total += updates[m * width + column]; }
        }
      }
      result[index] = total;
    }`;
  const adding = { key: 'scatterAdd float', inputs: ['links', 'indices', 'updates'], uniforms, code: add };
  const workgroups = Math.ceil((rows * output.shape[1]!) / 64);
  const result = record(context, { ...adding, workgroups }, [links, indices, updates], output);
  links.dispose();
  return result;
}
