import { exponential } from '../elementwise/functions.wgsl';
import { each } from '../lines.wgsl';
import { edge } from './fits';
import { type AttentionForm, seenCode } from './form';
import { loader, productOfRows, productWithHeld, rowOf, startCode, tileCode, writeTile, zeros } from './tile.wgsl';

const queries = { base: 'baseQ', rows: 'uniforms.sizes.y' } as const;
const keys = { base: 'baseK', rows: 'uniforms.sizes.z' } as const;
const d = 'uniforms.widths.x';
const e = 'uniforms.widths.y';

/** What both gradients begin with, and which of the other side's blocks they go through. */
function head(form: AttentionForm, first: string, blocks: string): string {
  const { width, valueWidth } = form;
  const { seen, start } = seenCode(form);
  return `
  ${tileCode}
  var<workgroup> blocks: vec2<i32>;
  ${exponential(4, 'exponentials')}
  ${loader('q', width)}
  ${loader('k', width)}
  ${loader('v', valueWidth)}
  ${loader('dy', valueWidth)}
  ${seen}

  fn main(index: i32) {
    ${startCode}
    let grid = uniforms.grid;
    let tiles = grid.x * grid.y;
    let batch = group / tiles;
    let first = ${first};
    let column = ${edge} * (group % grid.y);
    let scale = bitcast<f32>(uniforms.sizes.w);
    let baseQ = batch * uniforms.sizes.y * ${d};
    let baseK = batch * uniforms.sizes.z * ${d};
    let baseV = batch * uniforms.sizes.z * ${e};
    let baseY = batch * uniforms.sizes.y * ${e};
    let baseSum = grid.z + batch * uniforms.sizes.y;
    let baseDot = batch * uniforms.sizes.y;
    ${start}
    if (lane == 0u) {
      // Workgroups beyond the last load and store nothing.
      blocks = select(vec2<i32>(), ${blocks}, batch < uniforms.sizes.x);
    }
    let range = workgroupUniformLoad(&blocks);`;
}

/**
 * WGSL that makes the weights of a row of a tile of its scores, and the gradients of its scores of what dy makes of its weights.
 * In vectors, with the sums read where they are used: held across the products before, they would not fit into registers.
 * @param isSeen which of four places count
 */
function weigh(row: number, sums: string, dots: string, isSeen: (weights: string) => string): string {
  return `
      { let weights = exponentials(scale * s${row} - ${sums});
        ${isSeen('weights')}
        t${row} = s${row} * (t${row} - ${dots}); }`;
}

const four = (array: string, base: string) =>
  `vec4<f32>(${[0, 1, 2, 3].map((i) => `${array}[${base} + places[${i}]]`)})`;

const tilesFrom = (length: string) => `(${length} + ${edge - 1}) / ${edge}`;

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
      let isWhole = ${form.maskAxes === undefined ? isWhole : 'false'};
      ${each(
        8,
        (row) => `
      { let query = first + ${rowOf(row)};
        let place = min(query, uniforms.sizes.y - 1);
        let sum = forward[baseSum + place];
        let dot = dots[baseDot + place];
        ${weigh(
          row,
          'sum',
          'dot',
          // Without this branch the compiler moves rows together until registers overflow, and all takes twice as long.
          (weights) =>
            `if (isWhole) { s${row} = ${weights}; } else { s${row} = select(vec4<f32>(), ${weights}, seen(maskAt, vec4<i32>(query), columns)); }`,
        )} }`,
      )}
      ${productWithHeld('o', 't', { array: 'k', base: 'baseK', ...other, width: d, column: 'column' }, form.unrolled)}
    }
    let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
    ${writeTile('o', { base: 'baseQ', first: 'first', rows: 'rows', width: d, column: 'column' }, (value) => `scale * ${value}`)}
  }`;
}

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
        weigh(
          row,
          'sums',
          'rowDots',
          (weights) =>
            `s${row} = select(vec4<f32>(), ${weights}, seen(maskAt, others, vec4<i32>(first + ${rowOf(row)})));`,
        ),
      )}
      ${productWithHeld('u', 's', { array: 'dy', base: 'baseY', ...other, width: e, column: 'column' }, false)}
      ${productWithHeld('o', 't', { array: 'q', base: 'baseQ', ...other, width: d, column: 'column' }, false)}
    }
    let rows = select(0, uniforms.sizes.z, batch < uniforms.sizes.x);
    ${writeTile('o', { base: 'uniforms.starts.x + baseK', first: 'first', rows: 'rows', width: d, column: 'column' }, (value) => `scale * ${value}`)}
    ${writeTile('u', { base: 'uniforms.starts.y + baseV', first: 'first', rows: 'rows', width: e, column: 'column' })}
  }`;
}
