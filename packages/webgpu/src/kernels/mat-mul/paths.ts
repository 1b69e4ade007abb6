import { inVectors, type Width } from '../vectors';
import { productComponents, runsAlongInner } from './components';
import { type MatMulPlan, type Product, tileNames } from './plan';
import type { Where } from './writing';

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

const pickedPaths = (['A', 'B'] as const).flatMap((operand) =>
  (['along K', 'across K'] as const).map((direction) => `matMul: picked rows of ${operand} ${direction}` as const),
);

const fewPaths = (['rows', 'columns'] as const).flatMap((few) =>
  (['along', 'across'] as const).flatMap((way) => [
    ...(['one by one', 'in vectors'] as const).map(
      (how) => `matMul: few ${few}, ${few === 'rows' ? 'B' : 'A'} ${way} K, ${how}` as const,
    ),
    `matMul: few ${few} that lie ${way} K` as const,
  ]),
);
export type FewPath = (typeof fewPaths)[number];

const thenPaths = (['few', 'in tiles', 'parts added'] as const).flatMap((where) =>
  (['one by one', 'in vectors'] as const).map((how) => `matMul: ${where}, then elementwise ops, ${how}` as const),
);
const thenAlone = 'matMul: a result for each invocation, then elementwise ops';

/** Where elementwise ops go on with a product. */
export function thenPath(where: Where, width: Width): MatMulPath {
  if (where === 'a result for each invocation') return thenAlone;
  return `matMul: ${where}, then elementwise ops, ${inVectors(width)}`;
}

function nameOf({ transposeA, transposeB }: Product) {
  if (transposeA) return transposeB ? 'Aᵀ · Bᵀ' : 'Aᵀ · B';
  return transposeB ? 'A · Bᵀ' : 'A · B';
}

export const matMulPaths = [
  ...fewPaths,
  ...plainPaths,
  ...tilePaths,
  ...loadPaths,
  ...storePaths,
  ...pickedPaths,
  'matMul: parts added one by one',
  'matMul: parts added in vectors',
  ...thenPaths,
  thenAlone,
] as const;

export type MatMulPath = (typeof matMulPaths)[number];

/** Those of them that a device takes. */
export function matMulPathsOf(hasRoomFor: { readonly few: boolean; readonly tiles: boolean }): readonly MatMulPath[] {
  const isTaken = (path: MatMulPath) =>
    (hasRoomFor.tiles || !/tiles|picked/.test(path)) && (hasRoomFor.few || !path.includes('few'));
  return matMulPaths.filter(isTaken);
}

/** @param width in which results are written */
export function pathsOf(product: Product, plan: MatMulPlan | undefined, splits: number, width: Width): MatMulPath[] {
  const split = splits === 1 ? '' : ', sum over K in parts';
  if (!plan) return [`matMul: ${nameOf(product)}, a result for each invocation${split}`];
  const { a, b } = productComponents(product);
  return [
    `matMul: tiles of ${plan.name}${split}`,
    `matMul: tiles of A ${direction(product, 'a')} in vectors of ${a}`,
    `matMul: tiles of B ${direction(product, 'b')} in vectors of ${b}`,
    `matMul: tiles stored in vectors of ${width}`,
  ];
}

/** Rows of an operand are read where they lie. */
export function pickedPath(operand: 'a' | 'b', product: Product): MatMulPath {
  return `matMul: picked rows of ${operand === 'a' ? 'A' : 'B'} ${direction(product, operand)}`;
}

function direction(product: Product, operand: 'a' | 'b') {
  return runsAlongInner[operand](product) ? 'along K' : 'across K';
}
