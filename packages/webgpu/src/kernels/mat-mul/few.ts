import type { Dispatch } from '../../runtime/dispatch';
import { inVectors } from '../vectors';
import { fewCode } from './few.wgsl';
import type { FewPlan } from './few-plan';
import type { FewPath } from './paths';
import type { Product } from './plan';
import type { Writing } from './writing';

export function fewDispatch({ batches, inner }: Product, plan: FewPlan, writing: Writing): Dispatch {
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

export function fewPathsOf({ few, fewAlong, otherAlong, width }: FewPlan): FewPath[] {
  const other = few === 'rows' ? 'B' : 'A';
  return [
    `matMul: few ${few}, ${other} ${otherAlong ? 'along' : 'across'} K, ${inVectors(width)}`,
    `matMul: few ${few} that lie ${fewAlong ? 'along' : 'across'} K`,
  ];
}
