import { depth, invocations, type MatMulPlan, type Product } from './plan';

/** Whether an operand's neighbours in memory are neighbours along K; else along its rows or columns of the result. */
export const runsAlongInner = {
  a: ({ transposeA }: Product) => !transposeA,
  b: ({ transposeB }: Product) => transposeB,
} as const;

/** Sizes of the vectors in which operands and result are read and written: 4 where rows in memory are whole vectors. */
export interface Components {
  readonly a: 1 | 4;
  readonly b: 1 | 4;
  readonly result: 1 | 4;
}

export function componentsOf(product: Product): Components {
  const { rows, columns, inner } = product;
  const whole = (length: number) => (length % 4 === 0 ? 4 : 1);
  return {
    a: whole(runsAlongInner.a(product) ? inner : rows),
    b: whole(runsAlongInner.b(product) ? inner : columns),
    result: whole(columns),
  };
}

/**
 * WGSL of a tiled product. The tile of A and that of B lie in workgroup memory with K outermost, so that an invocation
 * reads its rows and its columns as vectors; while it computes with one part of K, it fetches the next. A sum over K is
 * added up in the order of K.
 *
 * Uniforms: sizes (B, M, N, K), grid (tiles down, tiles across, splits, parts of K in a split), split (K of a split).
 */
export function matMulCode(product: Product, plan: MatMulPlan, components: Components): string {
  const { tileRows, tileColumns } = plan;
  const along = { a: runsAlongInner.a(product), b: runsAlongInner.b(product) };
  const rowVectors = tileRows / 4;
  const columnVectors = tileColumns / 4;
  const aSize = depth * rowVectors;
  const ownRows = tileRows / 64; // vectors of 4 rows that an invocation computes
  const ownColumns = tileColumns / 64;
  const each = (count: number, line: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => line(i)).join('\n');
  const sum = (row: number, column: number) => `sum${row}_${column}`;
  const xyzw = ['x', 'y', 'z', 'w'] as const;

  return `
  var<workgroup> tile: array<vec4<f32>, ${aSize + depth * columnVectors}>;

  ${loader('a', 'A', along.a, components.a)}
  ${loader('b', 'B', along.b, components.b)}

  fn main(index: i32) {
    let sizes = uniforms.sizes;
    let grid = uniforms.grid;
    let lane = index % ${invocations};
    let group = index / ${invocations};
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

    // Each invocation fetches a block of 4 × 4: the first ${tileRows} of A, the next ${tileColumns} of B.
    let isA = lane < ${tileRows};
    let isB = !isA && lane < ${tileRows + tileColumns};
    let blockA = ${block('lane', along.a, rowVectors)};
    let blockB = ${block(`(lane - ${tileRows})`, along.b, columnVectors)};
    let rowA = firstRow + 4 * blockA.x;
    let columnB = firstColumn + 4 * blockB.x;
    let baseA = batch * sizes.y * sizes.w;
    let baseB = batch * sizes.w * sizes.z;
    var r0 = vec4<f32>();
    var r1 = r0;
    var r2 = r0;
    var r3 = r0;
    ${each(4 * ownRows, (row) => each(ownColumns, (column) => `var ${sum(row, column)} = vec4<f32>();`))}
    let x = lane % 16;
    let y = lane / 16;
    // Step 0 only fetches and the last one only computes, so that the code that fetches stands here once.
    for (var step = 0; step <= grid.w; step++) {
      ${fetch('k')}
      k += ${depth};
      if (step > 0) {
        for (var at = 0; at < ${depth}; at++) {
          ${each(ownRows, (i) => `let a${i} = tile[at * ${rowVectors} + y + ${16 * i}];`)}
          ${each(ownColumns, (i) => `let b${i} = tile[${aSize} + at * ${columnVectors} + x + ${16 * i}];`)}
          ${each(4 * ownRows, (row) =>
            each(ownColumns, (column) => {
              const a = `a${Math.floor(row / 4)}.${xyzw[row % 4]}`;
              return `${sum(row, column)} = fma(vec4<f32>(${a}), b${column}, ${sum(row, column)});`;
            }),
          )}
        }
      }
      workgroupBarrier();
      if (isA) { ${store(along.a, rowVectors, 'blockA', 0)} }
      if (isB) { ${store(along.b, columnVectors, 'blockB', aSize)} }
      workgroupBarrier();
    }

    let base = (part * sizes.x + batch) * sizes.y;
    ${each(4 * ownRows, (row) => {
      const at = `firstRow + 4 * (y + ${16 * Math.floor(row / 4)}) + ${row % 4}`;
      return `
      { let row = ${at};
        if (row < rows) { ${each(ownColumns, (column) => write(column, sum(row, column), components.result))} } }`;
    })}
  }`;

  function fetch(from: string): string {
    const line = (operand: 'a' | 'b', outer: string, base: string, blocks: string) =>
      each(4, (i) => {
        const [o, inner] = along[operand] ? [`${outer} + ${i}`, '0'] : [outer, `${i}`];
        return `r${i} = load_${operand}(${base}, ${o}, ${from} + 4 * ${blocks}.y + ${inner}, ${operand === 'a' ? 'rows' : 'columns'}, end);`;
      });
    return `
    if (isA) { ${line('a', 'rowA', 'baseA', 'blockA')} }
    if (isB) { ${line('b', 'columnB', 'baseB', 'blockB')} }`;
  }

  function store(alongInner: boolean, vectors: number, blocks: string, base: number): string {
    return each(4, (i) => {
      const value = alongInner ? `vec4<f32>(r0.${xyzw[i]}, r1.${xyzw[i]}, r2.${xyzw[i]}, r3.${xyzw[i]})` : `r${i}`;
      return `tile[${base} + (4 * ${blocks}.y + ${i}) * ${vectors} + ${blocks}.x] = ${value};`;
    });
  }
}

/** Number of an invocation's block: along the rows or columns, and along K. Neighbours in memory go to neighbours. */
function block(lane: string, alongInner: boolean, vectors: number): string {
  return alongInner
    ? `vec2<i32>(${lane} / ${depth / 4}, ${lane} % ${depth / 4})`
    : `vec2<i32>(${lane} % ${vectors}, ${lane} / ${vectors})`;
}

/** A function that loads 4 neighbours, zeros where they lie beyond the matrix. */
function loader(name: 'a' | 'b', array: string, alongInner: boolean, components: 1 | 4): string {
  // Along K: row \`outer\` of a matrix of rows of length K. Else: row k of one whose rows have the length of all outers.
  const length = alongInner ? 'uniforms.sizes.w' : name === 'a' ? 'uniforms.sizes.y' : 'uniforms.sizes.z';
  const at = alongInner ? `base + outer * ${length} + k` : `base + k * ${length} + outer`;
  const [moving, bound] = alongInner ? ['k', 'end'] : ['outer', 'outers'];
  const lane = (i: number) => `if (${moving} + ${i} < ${bound}) { value.${'xyzw'[i]} = ${array}[at + ${i}]; }`;
  const body = components === 4 ? `value = ${array}[at / 4];` : [0, 1, 2, 3].map(lane).join('\n');
  return `
  fn load_${name}(base: i32, outer: i32, k: i32, outers: i32, end: i32) -> vec4<f32> {
    var value = vec4<f32>();
    if (outer < outers && k < end) {
      let at = ${at};
      ${body}
    }
    return value;
  }`;
}

/** Writes 4 neighbours of a row of the result. */
function write(column: number, value: string, components: 1 | 4): string {
  const lane = (i: number) => `if (at + ${i} < columns) { result[first + at + ${i}] = ${value}.${'xyzw'[i]}; }`;
  const body =
    components === 4 ? `if (at < columns) { result[(first + at) / 4] = ${value}; }` : [0, 1, 2, 3].map(lane).join('\n');
  return `
  { let at = firstColumn + 4 * (x + ${16 * column});
    let first = (base + row) * uniforms.sizes.z;
    ${body} }`;
}
