import { sizeOf, type TensorType } from '@mosa-js/core';
import type { OpAttributes } from '@mosa-js/core/adapter';
import type { Dispatch } from '../../runtime/dispatch';
import type { Limits, Lowering, Value } from '../../runtime/lowering';
import { eachColumn } from '../each-column';
import { hasRoom } from '../room';
import { componentsOf, inVectors } from '../vectors';
import { productComponents } from './components';
import { matMulCode } from './mat-mul.wgsl';
import { pathsOf } from './paths';
import { plainDispatch, plainSplits } from './plain';
import { depth, invocationsOf, type MatMulPlan, needs, type Product, planMatMul } from './plan';
import { asTheyAre, type Writes, type Writing } from './writing';

/** Whether a device has room for tiles. */
export function fitsMatMul(limits: Limits): boolean {
  return hasRoom(limits, needs.invocations, needs.bytes);
}

/**
 * A batch of matrix products: sums shared by invocations where rows or columns are few, in tiles where matrices fill them, else a
 * result for each invocation.
 * @param writes what becomes of their elements. Default: they are the one result
 */
export function matMul(
  lowering: Lowering,
  [a, b]: readonly Value[],
  { transposeA, transposeB }: OpAttributes['matMul'],
  output: TensorType,
  writes: Writes = asTheyAre(lowering, output),
): Value[] {
  const [rows, columns] = output.shape.slice(-2) as [number, number];
  const inner = a!.shape.at(transposeA ? -2 : -1)!;
  const size = sizeOf(output.shape);
  const product = { batches: size / (rows * columns), rows, columns, inner, transposeA, transposeB };
  const few = lowering.few?.(lowering, product, [a!, b!], writes);
  if (few) return few;
  const plan = fitsMatMul(lowering.limits) ? planMatMul(product, lowering.enoughWorkgroups) : undefined;
  const splits = plan ? plan.splits : plainSplits(product);
  const parts = { dtype: 'float32', shape: [splits, ...output.shape] } as const;
  const writesHere = splits === 1 ? writes : asTheyAre(lowering, parts);
  const writing = plan
    ? writesHere(productComponents(product).result, 'in tiles')
    : writesHere(1, 'a result for each invocation');
  pathsOf(product, plan, splits, writing.width).forEach(lowering.take);
  const dispatch = plan
    ? tiledDispatch(product, plan, writing, lowering.unrolls)
    : plainDispatch(product, splits, writing.store);
  const made = writing.record(dispatch, [a!, b!]);
  if (splits === 1) return made;
  const adding = writes(componentsOf(size), 'parts added');
  lowering.take(`matMul: parts added ${inVectors(adding.width)}`);
  return adding.record(eachColumn({ batches: 1, rows: splits, columns: size }, adding), made);
}

function tiledDispatch(product: Product, plan: MatMulPlan, { width, store }: Writing, unrolled: boolean): Dispatch {
  const { batches, rows, columns, inner, transposeA, transposeB } = product;
  const { tileRows, tileColumns, splits, part } = plan;
  const components = { ...productComponents(product), result: width };
  const down = Math.ceil(rows / tileRows);
  const across = Math.ceil(columns / tileColumns);
  return {
    key: `matMul ${plan.name} ${transposeA}${transposeB} ${Object.values(components)} ${unrolled ? 'unrolled' : ''}`,
    inputs: ['A', 'B'],
    components: [components.a, components.b],
    outputComponents: components.result,
    uniforms: {
      sizes: [batches, rows, columns, inner],
      grid: [down, across, splits, part / depth],
      split: [part, 0, 0, 0],
    },
    code: () => matMulCode(product, plan, components, store, unrolled),
    workgroups: batches * down * across * splits,
    workgroupSize: invocationsOf(plan),
    meets: true,
  };
}
