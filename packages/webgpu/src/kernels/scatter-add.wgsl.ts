/** A row with more updates than this finds them by looking through all indices. */
export const longestList = 4096;

/** WGSL that adds integers, which give the same sum in any order. */
export const addIntCode = `
  fn main(index: i32) {
    if (index >= uniforms.count.x) { return; }
    let width = uniforms.count.y;
    let row = indices[index / width];
    if (row < 0 || row >= uniforms.count.z) { return; }
    atomicAdd(&result[row * width + index % width], updates[index]);
  }`;

/**
 * WGSL that links the updates of each row: first the list's head for each row, then the next update for each update. Updates count
 * from 1, and 0 ends a list.
 */
export const linkCode = `
  fn main(index: i32) {
    if (index >= uniforms.count.x) { return; }
    let row = indices[index];
    if (row < 0 || row >= uniforms.count.y) { return; }
    let next = atomicExchange(&result[row], index + 1);
    atomicStore(&result[uniforms.count.y + index], next);
  }`;

/**
 * WGSL that puts the lists in order: each update looks for the one that follows it by number; the first of all becomes the head. A
 * list that is too long gets a negative head.
 */
export const orderCode = `
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

/** WGSL that adds the updates of a list. @param type of what the arrays hold */
export const addFloatCode = (type: string) => `
  fn main(index: i32) {
    if (index >= uniforms.count.w) { return; }
    let rows = uniforms.count.y;
    let width = uniforms.count.z;
    let row = index / width;
    let column = index % width;
    var total = ${type}();
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

/** WGSL that looks through all updates for those of each row, in their order. @param type of what the arrays hold */
export const addFewCode = (type: string) => `
  fn main(index: i32) {
    if (index >= uniforms.count.z) { return; }
    let width = uniforms.count.y;
    let row = index / width;
    var total = ${type}();
    for (var m = 0; m < uniforms.count.x; m++) {
      if (indices[m] == row) { total += updates[m * width + index % width]; }
    }
    result[index] = total;
  }`;
