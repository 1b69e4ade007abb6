import { exponential, logarithm } from '../elementwise/functions.wgsl';
import { each, xyzw } from '../lines.wgsl';
import { edge } from './fits';
import type { AttentionForm } from './form';
import { productOfRows, productWithHeld } from './products.wgsl';
import { seenCode } from './seen.wgsl';
import { loader, rowOf, startCode, tileCode, writeTile, zeros } from './tile.wgsl';

/**
 * WGSL of attention with a running softmax: a workgroup goes through the keys that its 64 queries see, 64 at a time, and holds
 * of each query the largest score so far, the sum of its weights and its result, scaled anew where a larger score comes. The
 * result is followed by log Σ exp of each query's scores, from which a gradient makes the weights anew.
 *
 * Uniforms: sizes (P, M, N, scale), widths (d, e), grid (tiles of queries, tiles of e, start of the sums).
 */
export function forwardCode(form: AttentionForm): string {
  const { causal, maskAxes, width, valueWidth, shared, unrolled } = form;
  const { seen, start } = seenCode(form);
  const mayHide = causal || maskAxes !== undefined;
  const q = { array: 'q', base: 'baseQ', first: 'firstRow', rows: 'rows', width: 'uniforms.widths.x' };
  const k = { array: 'k', base: 'baseK', first: 'firstColumn', rows: 'uniforms.sizes.z', width: 'uniforms.widths.x' };
  const v = {
    ...{ array: 'v', base: 'baseV', first: 'firstColumn', rows: 'uniforms.sizes.z', width: 'uniforms.widths.y' },
    ...{ column: 'column', value: mayHide ? 'finite_v(loaded, 16u * part + own)' : 'loaded' },
  };
  /** What all invocations of a row make of a number of each. */
  const together = (name: string, join: (a: string, b: string) => string) => `
      workgroupBarrier();
      tile_a[x][y] = vec4<f32>(${[0, 1, 2, 3].map((row) => `${name}${row}`)});
      tile_a[x][y + 8u] = vec4<f32>(${[4, 5, 6, 7].map((row) => `${name}${row}`)});
      workgroupBarrier();
      var low = tile_a[0][y];
      var high = tile_a[0][y + 8u];
      for (var other = 1u; other < 16u; other++) {
        low = ${join('low', 'tile_a[other][y]')};
        high = ${join('high', 'tile_a[other][y + 8u]')};
      }`;
  const joined = (row: number) => `${row < 4 ? 'low' : 'high'}.${xyzw[row % 4]}`;

  return `
  ${tileCode}
  var<workgroup> blocks: i32;
  ${mayHide ? `var<workgroup> spoiled: array<atomic<u32>, ${edge}>;` : ''}
  ${exponential(1)}
  ${exponential(4, 'exponentials')}
  ${logarithm(1)}
  ${loader('q', width)}
  ${loader('k', width)}
  ${loader('v', valueWidth)}
  ${seen}
  ${mayHide ? finiteCode : ''}

  fn main(index: i32) {
    ${startCode}
    let grid = uniforms.grid;
    let tiles = grid.x * grid.y;
    let batch = group / tiles;
    // Those with most work begin first.
    let firstRow = ${edge} * (grid.x - 1 - (group % tiles) / grid.y);
    let column = ${edge} * (group % grid.y);
    let scale = bitcast<f32>(uniforms.sizes.w);
    // Workgroups beyond the last load and store nothing.
    let rows = select(0, uniforms.sizes.y, batch < uniforms.sizes.x);
    let baseQ = batch * uniforms.sizes.y * uniforms.widths.x;
    let baseK = batch * uniforms.sizes.z * uniforms.widths.x;
    let baseV = batch * uniforms.sizes.z * uniforms.widths.y;
    ${start}
    if (lane == 0u) {
      let seenColumns = ${causal ? `min(uniforms.sizes.z, firstRow + ${edge})` : 'uniforms.sizes.z'};
      blocks = select(0, (seenColumns + ${edge - 1}) / ${edge}, rows > 0);
    }
    let count = workgroupUniformLoad(&blocks);
    ${zeros('o')}
    ${each(8, (row) => `var highest${row} = -3.4e38f; var total${row} = 0f;`)}
    for (var block = 0; block < count; block++) {
      let firstColumn = ${edge} * block;
      ${mayHide ? `if (lane < ${edge}u) { atomicStore(&spoiled[lane], 0u); }` : ''}
      ${zeros('s')}
      ${productOfRows('s', q, k, unrolled)}
      // What is hidden becomes −∞, of which the exponential is exactly 0. WGSL has no infinite constants.
      let hidden = vec4<f32>(bitcast<f32>(0xff800000u + u32(min(block, 0))));
      let columns = firstColumn + 4 * i32(x) + vec4<i32>(0, 1, 2, 3);
      ${each(8, (row) => `s${row} = select(hidden, scale * s${row}, seen(maskAt, vec4<i32>(firstRow + ${rowOf(row)}), columns));`)}
      ${each(8, (row) => `let best${row} = max(max(s${row}.x, s${row}.y), max(s${row}.z, s${row}.w));`)}
      ${together('best', (a, b) => `max(${a}, ${b})`)}
      ${each(
        8,
        (row) => `
      { let next = max(highest${row}, ${joined(row)});
        let share = exponential(highest${row} - next);
        highest${row} = next;
        s${row} = exponentials(s${row} - next);
        total${row} = total${row} * share + ((s${row}.x + s${row}.y) + (s${row}.z + s${row}.w));
        o${row} *= share; }`,
      )}
      ${productWithHeld('o', 's', v, unrolled, shared)}
      ${mayHide ? spoilCode : ''}
    }
    ${together('total', (a, b) => `${a} + ${b}`)}
    ${writeTile(
      'o',
      {
        base: 'batch * uniforms.sizes.y * uniforms.widths.y',
        first: 'firstRow',
        rows: 'rows',
        width: 'uniforms.widths.y',
        column: 'column',
      },
      (value, row) =>
        // A row that sees nothing gives 0.
        `select(${value} / ${joined(row)}, vec4<f32>(), ${joined(row)} == 0f)`,
    )}
    if (x == 0u && column == 0) {
      ${each(
        8,
        (row) => `
      { let row = firstRow + ${rowOf(row)};
        if (row < rows) { result[grid.z + batch * uniforms.sizes.y + row] = highest${row} + logarithm(${joined(row)}); } }`,
      )}
    }
  }`;
}

// A hidden key weighs 0, yet 0 · NaN is NaN in every row. So what is not finite in v counts as 0, and makes the rows NaN that see it.
const finiteCode = `
  fn finite_v(value: vec4<f32>, column: u32) -> vec4<f32> {
    let isFinite = (bitcast<vec4<u32>>(value) & vec4<u32>(0x7f800000u)) != vec4<u32>(0x7f800000u);
    if (!all(isFinite)) { atomicStore(&spoiled[column], 1u); }
    return select(vec4<f32>(), value, isFinite);
  }`;
const spoilCode = `
      let areSpoiled = vec4<bool>(${[0, 1, 2, 3].map((i) => `atomicLoad(&spoiled[4u * x + ${i}u]) != 0u`)});
      if (any(areSpoiled)) {
        let nan = bitcast<f32>(0x7fc00000u + u32(min(block, 0)));
        ${each(8, (row) => `total${row} = select(total${row}, nan, any(seen(maskAt, vec4<i32>(firstRow + ${rowOf(row)}), columns) & areSpoiled));`)}
      }`;
