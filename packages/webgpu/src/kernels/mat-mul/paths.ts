import { productComponents, runsAlongInner } from './components';
import { type MatMulPlan, type Product, tileNames } from './plan';

const splitting = ['', ', sum over K in parts'] as const;
const products = ['A · B', 'A · Bᵀ', 'Aᵀ · B', 'Aᵀ · Bᵀ'] as const;

const plainPaths = products.flatMap((product) =>
  splitting.map((split) => `matMul: ${product}, a result for each invocation${split}` as const),
);
const tilePaths = tileNames.flatMap((tile) => splitting.map((split) => `matMul: tiles of ${tile}${split}` as const));

const loadPaths = (['A', 'B'] as const).flatMap((operand) =>
  (['along K', 'across K'] as const).flatMap((direction) =>
    ([1, 4] as const).map((width) => `matMul: tiles of ${operand} ${direction} in vectors of ${width}` as const),
  ),
);
const storePaths = ([1, 4] as const).map((width) => `matMul: tiles stored in vectors of ${width}` as const);

function nameOf({ transposeA, transposeB }: Product) {
  if (transposeA) return transposeB ? 'Aᵀ · Bᵀ' : 'Aᵀ · B';
  return transposeB ? 'A · Bᵀ' : 'A · B';
}

export const matMulPaths = [
  ...plainPaths,
  ...tilePaths,
  ...loadPaths,
  ...storePaths,
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
  if (!plan) return [`matMul: ${nameOf(product)}, a result for each invocation${split}`];
  const { a, b, result } = productComponents(product);
  const direction = (operand: 'a' | 'b') => (runsAlongInner[operand](product) ? 'along K' : 'across K');
  return [
    `matMul: tiles of ${plan.name}${split}`,
    `matMul: tiles of A ${direction('a')} in vectors of ${a}`,
    `matMul: tiles of B ${direction('b')} in vectors of ${b}`,
    `matMul: tiles stored in vectors of ${result}`,
  ];
}
