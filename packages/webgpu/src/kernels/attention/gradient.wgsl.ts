import { exponential } from '../elementwise/functions.wgsl';
import { edge } from './fits';
import type { AttentionForm } from './form';
import { seenCode } from './seen.wgsl';
import { loader, startCode, tileCode } from './tile.wgsl';

/** Where the queries and the keys of a batch element begin, and how many there are. */
export const queries = { base: 'baseQ', rows: 'uniforms.sizes.y' } as const;
export const keys = { base: 'baseK', rows: 'uniforms.sizes.z' } as const;
/** The length of a query, and that of a value. */
export const d = 'uniforms.widths.x';
export const e = 'uniforms.widths.y';

/** What both gradients begin with, and which of the other side's blocks they go through. */
export function head(form: AttentionForm, first: string, blocks: string): string {
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
 * @param seen which of four places count
 * @param isWhole whether all places of a tile do
 */
export function weigh(
  row: number,
  { sums, dots, seen, isWhole }: Record<'sums' | 'dots' | 'seen', string> & { readonly isWhole?: string },
): string {
  const masked = `s${row} = select(vec4<f32>(), weights, ${seen});`;
  return `
      { let weights = exponentials(scale * s${row} - ${sums});
        ${isWhole === undefined ? masked : `if (${isWhole}) { s${row} = weights; } else { ${masked} }`}
        t${row} = s${row} * (t${row} - ${dots}); }`;
}

/** WGSL of the number of tiles that cover a length. */
export const tilesFrom = (length: string) => `(${length} + ${edge - 1}) / ${edge}`;
