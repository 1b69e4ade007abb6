import { type OpAttributes, sizeOf, type TensorType } from '@mosa-js/core';
import type { TfjsTensor } from '@mosa-js/tfjs';
import { type Context, type Program, record } from '../../program';
import { depth, invocations, type MatMulPlan, type Product, planMatMul, tileBytes } from './plan';
import { componentsOf, matMulCode } from './shader';

/** Whether a device has room for this kernel. */
export function fitsMatMul({
  maxComputeInvocationsPerWorkgroup,
  maxComputeWorkgroupSizeX,
  maxComputeWorkgroupStorageSize,
}: GPUSupportedLimits): boolean {
  const size = Math.min(maxComputeInvocationsPerWorkgroup, maxComputeWorkgroupSizeX);
  return size >= invocations && maxComputeWorkgroupStorageSize >= tileBytes;
}

/** Products of matrices that fill a tile. @returns undefined for others */
export function matMul(
  context: Context,
  [a, b]: readonly TfjsTensor[],
  { transposeA, transposeB }: OpAttributes['matMul'],
  output: TensorType,
): TfjsTensor | undefined {
  const [rows, columns] = output.shape.slice(-2) as [number, number];
  const inner = a!.shape.at(transposeA ? -2 : -1)!;
  const batches = sizeOf(output.shape) / (rows * columns);
  const product = { batches, rows, columns, inner, transposeA, transposeB };
  const plan = planMatMul(product);
  if (!plan) return undefined;
  const program = productProgram(product, plan);
  if (plan.splits === 1) return record(context, program, [a!, b!], output);
  const parts = record(context, program, [a!, b!], { dtype: 'float32', shape: [plan.splits, ...output.shape] });
  const result = record(context, additionProgram(sizeOf(output.shape), plan.splits), [parts], output);
  parts.dispose();
  return result;
}

function productProgram(product: Product, plan: MatMulPlan): Program {
  const { batches, rows, columns, inner, transposeA, transposeB } = product;
  const { tileRows, tileColumns, splits } = plan;
  const components = componentsOf(product);
  const down = Math.ceil(rows / tileRows);
  const across = Math.ceil(columns / tileColumns);
  const steps = Math.ceil(inner / splits / depth);
  return {
    key: `matMul ${tileRows}x${tileColumns} ${transposeA}${transposeB} ${Object.values(components)}`,
    inputs: ['A', 'B'],
    components: [components.a, components.b],
    outputComponents: components.result,
    uniforms: {
      sizes: [batches, rows, columns, inner],
      grid: [down, across, splits, steps],
      split: [steps * depth, 0, 0, 0],
    },
    code: () => matMulCode(product, plan, components),
    workgroups: batches * down * across * splits,
    workgroupSize: invocations,
  };
}

/** [splits, ...S] → [...S], added in order. */
function additionProgram(size: number, splits: number): Program {
  const width = size % 4 === 0 ? 4 : 1;
  const code = `
    fn main(index: i32) {
      if (index >= uniforms.count.x) { return; }
      var total = A[index];
      for (var part = 1; part < uniforms.count.y; part++) { total += A[part * uniforms.count.x + index]; }
      result[index] = total;
    }`;
  return {
    key: `add parts ${width}`,
    inputs: ['A'],
    components: [width],
    outputComponents: width,
    uniforms: { count: [size / width, splits, 0, 0] },
    code,
    workgroups: Math.ceil(size / width / 64),
  };
}
