import { each } from '../lines.wgsl';
import { edge } from './fits';
import type { AttentionForm } from './form';
import { d, e, head, keys, queries, tilesFrom, weigh } from './gradient.wgsl';
import { productOfRows, productWithHeld } from './products.wgsl';
import { rowOf, writeTile, zeros } from './tile.wgsl';

const four = (array: string, base: string) =>
  `vec4<f32>(${[0, 1, 2, 3].map((i) => `${array}[${base} + places[${i}]]`)})`;

/**
 * WGSL of the gradients by keys and values: a workgroup goes through the queries that see its 64 keys. Loops are not written
 * out: four tiles in registers leave no room for it.
 *
 * Uniforms: sizes (P, M, N, scale), widths (d, e), grid (tiles of keys, tiles of d or e, start of the sums), starts (of both gradients).
 */
export function keyGradientCode(form: AttentionForm): string {
  const from = form.causal ? `first / ${edge}` : '0';
  const own = { first: 'first', rows: 'uniforms.sizes.z' };
  const other = { first: 'other', rows: 'uniforms.sizes.y' };
  return `
    ${head(form, `${edge} * ((group % tiles) / grid.y)`, `vec2<i32>(${from}, ${tilesFrom('uniforms.sizes.y')})`)}
    ${zeros('o')}
    ${zeros('u')}
    for (var block = range.x; block < range.y; block++) {
      let other = ${edge} * block;
      ${zeros('s')}
      ${productOfRows('s', { array: 'k', ...keys, ...own, width: d }, { array: 'q', ...queries, ...other, width: d }, false)}
      ${zeros('t')}
      ${productOfRows('t', { array: 'v', base: 'baseV', ...own, width: e }, { array: 'dy', base: 'baseY', ...other, width: e }, false)}
      let others = other + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
      let places = min(others, vec4<i32>(uniforms.sizes.y - 1));
      let sums = ${four('forward', 'baseSum')};
      let rowDots = ${four('dots', 'baseDot')};
      ${each(8, (row) =>
        weigh(row, { sums: 'sums', dots: 'rowDots', seen: `seen(maskAt, others, vec4<i32>(first + ${rowOf(row)}))` }),
      )}
      ${productWithHeld('u', 's', { array: 'dy', base: 'baseY', ...other, width: e, column: 'column' }, false, form.shared)}
      ${productWithHeld('o', 't', { array: 'q', base: 'baseQ', ...other, width: d, column: 'column' }, false, form.shared)}
    }
    let rows = select(0, uniforms.sizes.z, batch < uniforms.sizes.x);
    ${writeTile('o', { base: 'uniforms.starts.x + baseK', first: 'first', rows: 'rows', width: d, column: 'column' }, (value) => `scale * ${value}`)}
    ${writeTile('u', { base: 'uniforms.starts.y + baseV', first: 'first', rows: 'rows', width: e, column: 'column' })}
  }`;
}
