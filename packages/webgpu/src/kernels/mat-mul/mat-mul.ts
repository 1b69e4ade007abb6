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

/** Whether a device has room for tiles. */
export function fitsMatMul(limits: Limits): boolean {
  return hasRoom(limits, needs.invocations, needs.bytes);
}

/** A batch of matrix products: in tiles where matrices fill them, else a result for each invocation. */
export function matMul(
  lowering: Lowering,
  [a, b]: readonly Value[],
  { transposeA, transposeB }: OpAttributes['matMul'],
  output: TensorType,
): Value {
  const [rows, columns] = output.shape.slice(-2) as [number, number];
  const inner = a!.shape.at(transposeA ? -2 : -1)!;
  const size = sizeOf(output.shape);
  const product = { batches: size / (rows * columns), rows, columns, inner, transposeA, transposeB };
  const plan = fitsMatMul(lowering.limits) ? planMatMul(product, lowering.enoughWorkgroups) : undefined;
  const splits = plan ? plan.splits : plainSplits(product);
  pathsOf(product, plan, splits).forEach(lowering.take);
  const dispatch = plan ? tiledDispatch(product, plan, lowering.unrolls) : plainDispatch(product, splits);
  if (splits === 1) return lowering.record(dispatch, [a!, b!], output);
  const parts = lowering.record(dispatch, [a!, b!], { dtype: 'float32', shape: [splits, ...output.shape] });
  lowering.take(`matMul: parts added ${inVectors(componentsOf(size))}`);
  return lowering.record(eachColumn({ batches: 1, rows: splits, columns: size }), [parts], output);
}

function tiledDispatch(product: Product, plan: MatMulPlan, unrolled: boolean): Dispatch {
  const { batches, rows, columns, inner, transposeA, transposeB } = product;
  const { tileRows, tileColumns, splits, part } = plan;
  const components = productComponents(product);
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
    code: () => matMulCode(product, plan, components, unrolled),
    workgroups: batches * down * across * splits,
    workgroupSize: invocationsOf(plan),
    meets: true,
  };
}
