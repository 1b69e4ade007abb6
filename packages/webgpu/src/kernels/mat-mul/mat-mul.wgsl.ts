import { workgroupNumber } from '../../runtime/dispatch';
import { each, rowOf, xyzw } from '../lines.wgsl';
import { type Components, runsAlongInner } from './components';
import { depth, invocationsOf, type MatMulPlan, type Product } from './plan';
import { loader, write } from './tile.wgsl';
import type { Store } from './writing';

/**
 * WGSL of a tiled product. The tile of A and that of B lie in workgroup memory with K outermost, so that an invocation
 * reads its rows and its columns as vectors; while it computes with one part of K, it fetches the next. A sum over K is
 * added up in the order of K. Few invocations that compute many results each are faster than many that compute few, and
 * arrays of arrays save the check of every index that is no constant.
 *
 * Uniforms: sizes (B, M, N, K), grid (tiles down, tiles across, splits, parts of K in a split), split (K of a split).
 * @param unrolled writes out the loop over a part of K: faster on a GPU, slow to compile where there is none
 */
export function matMulCode(
  product: Product,
  plan: MatMulPlan,
  components: Components,
  picked: readonly ('a' | 'b')[],
  writeOut: Store,
  unrolled: boolean,
): string {
  const { tileRows, tileColumns, ownRows, ownColumns } = plan;
  const invocations = invocationsOf(plan);
  const along = { a: runsAlongInner.a(product), b: runsAlongInner.b(product) };
  const across = tileColumns / ownColumns; // invocations side by side
  const down = tileRows / ownRows;
  const vectors = { a: tileRows / 4, b: tileColumns / 4 };
  const blocks = { a: (vectors.a * depth) / 4 / invocations, b: (vectors.b * depth) / 4 / invocations };
  const sum = (row: number, column: number) => `sum${row}_${column}`;

  return `
  var<workgroup> tile_a: array<array<vec4<f32>, ${vectors.a}>, ${depth}>;
  var<workgroup> tile_b: array<array<vec4<f32>, ${vectors.b}>, ${depth}>;

  ${loader('a', 'A', along.a, components.a, picked.includes('a'))}
  ${loader('b', 'B', along.b, components.b, picked.includes('b'))}

  fn main(index: i32) {
    let sizes = uniforms.sizes;
    let grid = uniforms.grid;
    let lane = localIndex;
    let group = ${workgroupNumber};
    let tiles = grid.x * grid.y;
    let place = group % tiles;
    let part = (group / tiles) % grid.z;
    let batch = group / (tiles * grid.z);
    // Workgroups beyond the last load and store nothing.
    let rows = select(0, sizes.y, batch < sizes.x);
    let columns = select(0, sizes.z, batch < sizes.x);
    let firstRow = (place / grid.y) * ${tileRows};
    let firstColumn = (place % grid.y) * ${tileColumns};
    var k = part * uniforms.split.x;
    let end = min(sizes.w, k + uniforms.split.x);

    // Each invocation fetches blocks of 4 × 4.
    ${declare('a', 'firstRow')}
    ${declare('b', 'firstColumn')}
    let base_a = batch * ${picked.includes('a') ? (along.a ? 'sizes.y' : 'sizes.w') : 'sizes.y * sizes.w'};
    let base_b = batch * ${picked.includes('b') ? (along.b ? 'sizes.z' : 'sizes.w') : 'sizes.w * sizes.z'};
    ${pickRows('a', 'rows')}
    ${pickRows('b', 'columns')}
    ${each(ownRows, (row) => each(ownColumns / 4, (column) => `var ${sum(row, column)} = vec4<f32>();`))}
    let x = lane % ${across}u;
    let y = lane / ${across}u;
    ${fetch('a', 'rows')}
    ${fetch('b', 'columns')}
    for (var step = 0; step < grid.w; step++) {
      ${store('a')}
      ${store('b')}
      workgroupBarrier();
      // Beyond the end this gives zeros. To leave it out there, or not to write it before the loop, costs a fifth of the speed.
      k += ${depth};
      ${fetch('a', 'rows')}
      ${fetch('b', 'columns')}
      ${unrolled ? each(depth, (at) => compute(`${at}`, `${at >> 2}u`)) : `for (var at = 0u; at < ${depth}u; at++) { ${compute('at', 'at / 4u')} }`}
      workgroupBarrier();
    }

    let base = (part * sizes.x + batch) * sizes.y;
    ${each(ownRows, (row) => {
      const stores = each(ownColumns / 4, (i) => write(`x + ${across * i}u`, sum(row, i), components.result, writeOut));
      return `
      { let row = firstRow + ${rowOf(row, down)};
        if (row < rows) { let first = (base + row) * sizes.z; ${stores} } }`;
    })}
  }`;

  /** An invocation's blocks: where they lie in the tile, and what was fetched of them. */
  function declare(operand: 'a' | 'b', first: string): string {
    return each(blocks[operand], (i) => {
      const number = `(lane + ${i * invocations}u)`;
      // Neighbours in memory go to neighbours.
      const [outer, inner] = along[operand]
        ? [`${number} / ${depth / 4}u`, `${number} % ${depth / 4}u`]
        : [`${number} % ${vectors[operand]}u`, `${number} / ${vectors[operand]}u`];
      return `
      let outer_${operand}${i} = ${outer};
      let inner_${operand}${i} = ${inner};
      let from_${operand}${i} = ${first} + 4 * i32(outer_${operand}${i});
      ${each(4, (line) => `var ${operand}${i}_${line} = vec4<f32>();`)}`;
    });
  }

  /** Whether an invocation reads the same picked rows all along K. */
  function isHeld(operand: 'a' | 'b'): boolean {
    return picked.includes(operand) && along[operand];
  }

  /** Looks such rows up once. */
  function pickRows(operand: 'a' | 'b', outers: string): string {
    if (!isHeld(operand)) return '';
    const row = (i: number, line: number) =>
      `let row_${operand}${i}_${line} = row_${operand}(base_${operand}, from_${operand}${i} + ${line}, ${outers});`;
    return each(blocks[operand], (i) => each(4, (line) => row(i, line)));
  }

  function fetch(operand: 'a' | 'b', outers: string): string {
    return each(blocks[operand], (i) =>
      each(4, (line) => {
        const [outer, inner] = along[operand] ? [line, 0] : [0, line];
        const base = isHeld(operand) ? `row_${operand}${i}_${line}` : `base_${operand}`;
        return `${operand}${i}_${line} = load_${operand}(${base}, from_${operand}${i} + ${outer}, k + 4 * i32(inner_${operand}${i}) + ${inner}, ${outers}, end);`;
      }),
    );
  }

  function store(operand: 'a' | 'b'): string {
    return each(blocks[operand], (i) =>
      each(4, (line) => {
        const parts = [0, 1, 2, 3].map((from) => `${operand}${i}_${from}.${xyzw[line]}`);
        const value = along[operand] ? `vec4<f32>(${parts})` : `${operand}${i}_${line}`;
        const at = swizzled(operand, `outer_${operand}${i}`, `inner_${operand}${i}`);
        return `tile_${operand}[4u * inner_${operand}${i} + ${line}u][${at}] = ${value};`;
      }),
    );
  }

  /** Blocks that follow each other along K would all be stored to the same banks of the memory. */
  function swizzled(operand: 'a' | 'b', outer: string, inner: string): string {
    return along[operand] ? `(${outer}) ^ (2u * (${inner}))` : outer;
  }

  function compute(at: string, inner: string): string {
    const rowVectors = each(
      ownRows / 4,
      (i) => `let a${i} = tile_a[${at}][${swizzled('a', `y + ${down * i}u`, inner)}];`,
    );
    const columnVectors = each(
      ownColumns / 4,
      (i) => `let b${i} = tile_b[${at}][${swizzled('b', `x + ${across * i}u`, inner)}];`,
    );
    const products = each(ownRows, (row) =>
      each(ownColumns / 4, (column) => {
        const a = `a${row >> 2}.${xyzw[row % 4]}`;
        return `${sum(row, column)} = fma(vec4<f32>(${a}), b${column}, ${sum(row, column)});`;
      }),
    );
    return `{ ${rowVectors}\n${columnVectors}\n${products} }`;
  }
}
