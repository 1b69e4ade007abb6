import type { Dispatch } from '../../runtime/dispatch';
import type { Lowering, Value } from '../../runtime/lowering';
import { inVectors } from '../vectors';
import { fewCode } from './few.wgsl';
import { type FewPlan, planFew } from './few-plan';
import { fitsFew } from './few-size';
import type { FewPath } from './paths';
import type { Product } from './plan';
import type { Writes, Writing } from './writing';

/** A product of few rows or columns; undefined where it is better computed in another way. */
export function lowerFew(
  lowering: Lowering,
  product: Product,
  operands: readonly Value[],
  writes: Writes,
): Value[] | undefined {
  const plan = fitsFew(lowering.limits) ? planFew(product, lowering.enoughWorkgroups) : undefined;
  if (!plan) return undefined;
  const writing = writes(plan.otherAlong ? 1 : plan.width, 'few');
  fewPathsOf(plan).forEach(lowering.take);
  return writing.record(fewDispatch(product, plan, writing), operands);
}

function fewDispatch({ batches, inner }: Product, plan: FewPlan, writing: Writing): Dispatch {
  const { few, count, others, fewAlong, otherAlong, width, across, lanes, workgroups } = plan;
  const [sums, terms] = otherAlong ? [others, inner / width] : [others / width, inner];
  const components = [otherAlong ? width : 1, width];
  return {
    key: `matMul few ${few} ${count} ${fewAlong} ${otherAlong} ${width} ${across} ${lanes} ${writing.width}`,
    inputs: ['A', 'B'],
    components: few === 'rows' ? components : components.reverse(),
    outputComponents: writing.width,
    uniforms: { sizes: [batches, sums, terms, Math.ceil(sums / across)] },
    code: () => fewCode(plan, writing),
    workgroups,
    workgroupSize: lanes,
    meets: true,
  };
}

function fewPathsOf({ few, fewAlong, otherAlong, width }: FewPlan): FewPath[] {
  const other = few === 'rows' ? 'B' : 'A';
  return [
    `matMul: few ${few}, ${other} ${otherAlong ? 'along' : 'across'} K, ${inVectors(width)}`,
    `matMul: few ${few} that lie ${fewAlong ? 'along' : 'across'} K`,
  ];
}
