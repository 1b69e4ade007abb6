import { each, xyzw } from '../lines.wgsl';
import { loadFour } from '../load.wgsl';
import type { Width } from '../vectors';
import { plainStore, type Store } from './writing';

/**
 * WGSL of a function that loads 4 neighbours, zeros where they lie beyond the matrix.
 * @param picked the matrix is made of rows of another one, by their numbers
 */
export function loader(
  name: 'a' | 'b',
  array: string,
  alongInner: boolean,
  components: Width,
  picked: boolean,
): string {
  // Along K: row `outer` of a matrix of rows of length K. Else: row k of one whose rows have the length of all outers.
  const length = alongInner ? 'uniforms.sizes.w' : name === 'a' ? 'uniforms.sizes.y' : 'uniforms.sizes.z';
  const [moving, end] = alongInner ? ['k', 'end'] : ['outer', 'outers'];
  const lying = alongInner ? `base + outer * ${length} + k` : `base + k * ${length} + outer`;
  // Along K an invocation has looked its picked rows up before; across K each step brings others.
  const lookUp = picked && !alongInner ? `let row = row_${name}(base, k, end);` : '';
  return `
  ${picked ? rowCode(name) : ''}
  fn load_${name}(${picked && alongInner ? 'row' : 'base'}: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
    var value = vec4<f32>();
    ${lookUp}
    if (${picked ? `row >= 0 && ${moving} < ${end}` : 'outer < outers && k < end'}) {
      let at = ${picked ? `row * ${length} + ${moving}` : lying};
      ${loadFour(array, 'at', moving, end, components)}
    }
    return value;
  }`;
}

/** WGSL of a function that looks a picked row up; −1 where it lies beyond the matrix, or is one of zeros, whose number is no row's. */
function rowCode(name: 'a' | 'b'): string {
  return `
  fn row_${name}(base: i32, number: i32, end: i32) -> i32 {
    if (number >= end) { return -1; }
    let row = rows_${name}[base + number];
    return select(-1, row, row >= 0 && row < uniforms.split.${name === 'a' ? 'y' : 'z'});
  }`;
}

/** WGSL that writes 4 neighbours of a row of the result. @param vector their number in the tile's row */
export function write(vector: string, value: string, components: Width, store: Store): string {
  return `
  { let at = firstColumn + 4 * i32(${vector});
    ${components === 4 ? `if (at < columns) { ${store('u32(first + at) / 4u', value)} }` : writeEach(value, store)} }`;
}

function writeEach(value: string, store: Store): string {
  if (store === plainStore)
    return each(4, (i) => `if (at + ${i} < columns) { ${store(`first + at + ${i}`, `${value}.${xyzw[i]}`)} }`);
  // What goes on with an element may be long, and stands in the shader for each call.
  return `for (var i = 0; i < min(4, columns - at); i++) { ${store('first + at + i', `${value}[i]`)} }`;
}
