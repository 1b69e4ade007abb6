import { type Shape, sizeOf, type TensorType } from '@mosa-js/core';
import type { OpAttributes, ProductNode } from '@mosa-js/core/adapter';
import type { Dispatch } from '../../runtime/dispatch';
import type { Limits, Lowering, Value } from '../../runtime/lowering';
import { eachColumn } from '../each-column';
import { hasRoom } from '../room';
import { componentsOf, inVectors } from '../vectors';
import { productComponents } from './components';
import { mostFew } from './few-size';
import { matMulCode } from './mat-mul.wgsl';
import { pathsOf, pickedPath } from './paths';
import { plainDispatch, plainSplits } from './plain';
import { depth, invocationsOf, type MatMulPlan, needs, type Product, planMatMul } from './plan';
import { asTheyAre, type Writes, type Writing } from './writing';

/** Whether a device has room for tiles. */
export function fitsMatMul(limits: Limits): boolean {
  return hasRoom(limits, needs.invocations, needs.bytes);
}

function productOf(a: Shape, { transposeA, transposeB }: OpAttributes['matMul'], { shape }: TensorType): Product {
  const [rows, columns] = shape.slice(-2) as [number, number];
  const inner = a.at(transposeA ? -2 : -1)!;
  return { batches: sizeOf(shape) / (rows * columns), rows, columns, inner, transposeA, transposeB };
}

function planOf({ limits, enoughWorkgroups }: Lowering, product: Product): MatMulPlan | undefined {
  return fitsMatMul(limits) ? planMatMul(product, enoughWorkgroups) : undefined;
}

/** Whether a product runs in tiles, which may read picked rows. @param a shape of its first operand */
export function isTiled(lowering: Lowering, a: Shape, { attributes, type }: ProductNode): boolean {
  const product = productOf(a, attributes, type);
  return Math.min(product.rows, product.columns) > mostFew && planOf(lowering, product) !== undefined;
}

/**
 * A batch of matrix products: sums shared by invocations where rows or columns are few, in tiles where matrices fill them, else a
 * result for each invocation.
 * @param writes what becomes of their elements. Default: they are the one result
 */
export function matMul(
  lowering: Lowering,
  [a, b]: readonly Value[],
  attributes: OpAttributes['matMul'],
  output: TensorType,
  writes: Writes = asTheyAre(lowering, output),
): Value[] {
  const size = sizeOf(output.shape);
  const product = productOf(a!.shape, attributes, output);
  const few = lowering.few?.(lowering, product, [a!, b!], writes);
  if (few) return few;
  const plan = planOf(lowering, product);
  const splits = plan ? plan.splits : plainSplits(product);
  const parts = { dtype: 'float32', shape: [splits, ...output.shape] } as const;
  const writesHere = splits === 1 ? writes : asTheyAre(lowering, parts);
  const writing = plan
    ? writesHere(productComponents(product).result, 'in tiles')
    : writesHere(1, 'a result for each invocation');
  pathsOf(product, plan, splits, writing.width).forEach(lowering.take);
  const dispatch = plan
    ? tiledDispatch(product, plan, writing, lowering.unrolls, { a: a!.picked, b: b!.picked })
    : plainDispatch(product, splits, writing.store);
  if (a!.picked) lowering.take(pickedPath('a', product));
  if (b!.picked) lowering.take(pickedPath('b', product));
  const rows = [a!, b!].flatMap(({ picked }) => picked?.rows ?? []);
  const made = writing.record(dispatch, [a!.picked?.of ?? a!, b!.picked?.of ?? b!, ...rows]);
  if (splits === 1) return made;
  const adding = writes(componentsOf(size), 'parts added');
  lowering.take(`matMul: parts added ${inVectors(adding.width)}`);
  return adding.record(eachColumn({ batches: 1, rows: splits, columns: size }, adding), made);
}

function tiledDispatch(
  product: Product,
  plan: MatMulPlan,
  { width, store }: Writing,
  unrolled: boolean,
  operands: Readonly<Record<'a' | 'b', Value['picked']>>,
): Dispatch {
  const { batches, rows, columns, inner, transposeA, transposeB } = product;
  const { tileRows, tileColumns, splits, part } = plan;
  const components = { ...productComponents(product), result: width };
  const down = Math.ceil(rows / tileRows);
  const across = Math.ceil(columns / tileColumns);
  const picked = (['a', 'b'] as const).filter((name) => operands[name]);
  const countOf = (name: 'a' | 'b') => operands[name]?.of.shape[0] ?? 0;
  return {
    key: `matMul ${plan.name} ${transposeA}${transposeB} ${Object.values(components)} ${picked} ${unrolled ? 'unrolled' : ''}`,
    inputs: ['A', 'B', ...picked.map((name) => `rows_${name}`)],
    components: [components.a, components.b, ...picked.map(() => 1)],
    outputComponents: components.result,
    uniforms: {
      sizes: [batches, rows, columns, inner],
      grid: [down, across, splits, part / depth],
      split: [part, countOf('a'), countOf('b'), 0],
    },
    code: () => matMulCode(product, plan, components, picked, store, unrolled),
    workgroups: batches * down * across * splits,
    workgroupSize: invocationsOf(plan),
    meets: true,
  };
}
