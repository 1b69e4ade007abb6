import type { MatMulPlan, Product } from './plan';
import { type Components, componentsOf } from './shader';

const splitting = ['', ', sum over K in parts'] as const;
const products = ['A · B', 'A · Bᵀ', 'Aᵀ · B', 'Aᵀ · Bᵀ'] as const;

const plainPaths = products.flatMap((product) =>
  splitting.map((split) => `matMul: ${product}, a result for each invocation${split}` as const),
);
const tilePaths = (['64 × 64', '64 × 128', '128 × 64', '128 × 128'] as const).flatMap((tile) =>
  splitting.map((split) => `matMul: tiles of ${tile}${split}` as const),
);

type LoadPath = `matMul: ${(typeof products)[number]} in tiles, vectors of ${1 | 4}, ${1 | 4} and ${1 | 4}`;

function loadPath(name: (typeof products)[number], { a, b, result }: Components): LoadPath {
  return `matMul: ${name} in tiles, vectors of ${a}, ${b} and ${result}`;
}

function nameOf({ transposeA, transposeB }: Pick<Product, 'transposeA' | 'transposeB'>) {
  if (transposeA) return transposeB ? 'Aᵀ · Bᵀ' : 'Aᵀ · B';
  return transposeB ? 'A · Bᵀ' : 'A · B';
}

// Which vectors there can be: sizes of every kind, vectors or not, in all combinations.
const sizes = [32, 33] as const;
const loadPaths = [false, true].flatMap((transposeA) =>
  [false, true].flatMap((transposeB) =>
    sizes.flatMap((rows) =>
      sizes.flatMap((columns) =>
        sizes.map((inner) => {
          const product = { batches: 1, rows, columns, inner, transposeA, transposeB };
          return loadPath(nameOf(product), componentsOf(product));
        }),
      ),
    ),
  ),
);

export const matMulPaths = [
  ...plainPaths,
  ...tilePaths,
  ...new Set(loadPaths),
  'matMul: parts added one by one',
  'matMul: parts added in vectors',
] as const;

export type MatMulPath = (typeof matMulPaths)[number];

/** Those of them that a device takes. @param hasRoom for tiles */
export function matMulPathsOf(hasRoom: boolean): readonly MatMulPath[] {
  return hasRoom ? matMulPaths : matMulPaths.filter((path) => !path.includes('tiles'));
}

export function pathsOf(product: Product, plan: MatMulPlan | undefined, splits: number): MatMulPath[] {
  const split = splits === 1 ? '' : ', sum over K in parts';
  const name = nameOf(product);
  if (!plan) return [`matMul: ${name}, a result for each invocation${split}`];
  const { tileRows, tileColumns } = plan;
  return [`matMul: tiles of ${tileRows} × ${tileColumns}${split}`, loadPath(name, componentsOf(product))];
}
