import { each } from '../lines.wgsl';
import { edge } from './fits';
import type { AttentionForm } from './form';
import { d, e, head, keys, queries, tilesFrom, weigh } from './gradient.wgsl';
import { productOfRows, productWithHeld } from './products.wgsl';
import { rowOf, writeTile, zeros } from './tile.wgsl';

/**
 * WGSL of the gradient by the queries: a workgroup goes through the keys that its 64 queries see, and makes the weights
 * anew from the sums that the forward pass left.
 *
 * Uniforms: sizes (P, M, N, scale), widths (d, e), grid (tiles of queries, tiles of d, start of the sums).
 */
export function queryGradientCode(form: AttentionForm): string {
  const seenColumns = form.causal ? `min(uniforms.sizes.z, first + ${edge})` : 'uniforms.sizes.z';
  const own = { first: 'first', rows: 'uniforms.sizes.y' };
  const other = { first: 'other', rows: 'uniforms.sizes.z' };
  const lastSeen = form.causal ? 'min(first, uniforms.sizes.z)' : 'uniforms.sizes.z';
  const isWhole = `first + ${edge} <= uniforms.sizes.y && other + ${edge} <= ${lastSeen}`;
  return `
    ${head(form, `${edge} * (grid.x - 1 - (group % tiles) / grid.y)`, `vec2<i32>(0, ${tilesFrom(seenColumns)})`)}
    ${zeros('o')}
    for (var block = range.x; block < range.y; block++) {
      let other = ${edge} * block;
      ${zeros('s')}
      ${productOfRows('s', { array: 'q', ...queries, ...own, width: d }, { array: 'k', ...keys, ...other, width: d }, form.unrolled)}
      ${zeros('t')}
      ${productOfRows('t', { array: 'dy', base: 'baseY', ...own, width: e }, { array: 'v', base: 'baseV', ...other, width: e }, form.unrolled)}
      let columns = other + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
      let isWhole = ${form.maskAxes === undefined && form.shared === undefined ? isWhole : 'false'};
      ${each(
        8,
        (row) => `
      { let query = first + ${rowOf(row)};
        let place = min(query, uniforms.sizes.y - 1);
        let sum = forward[baseSum + place];
        let dot = dots[baseDot + place];
        ${weigh(
          row,
          // Without this branch the compiler moves rows together until registers overflow, and all takes twice as long.
          { sums: 'sum', dots: 'dot', seen: 'seen(maskAt, vec4<i32>(query), columns)', isWhole: 'isWhole' },
        )} }`,
      )}
      ${productWithHeld('o', 't', { array: 'k', base: 'baseK', ...other, width: d, column: 'column' }, form.unrolled, form.shared)}
    }
    let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
    ${writeTile('o', { base: 'baseQ', first: 'first', rows: 'rows', width: d, column: 'column' }, (value) => `scale * ${value}`)}
  }`;
}
