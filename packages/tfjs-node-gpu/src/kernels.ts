import type { TensorType } from '@mosa-js/core';
import {
  type KernelTable,
  makeOps,
  type Kernel as OpKernel,
  type OpName,
  setRowsByGather,
} from '@mosa-js/core/adapter';
import { gatherRows } from './gather-rows';
import { type PlainPath, plainKernels, plainPaths } from './plain-kernels';
import type { Plan, Value } from './plan';
import { reshaper } from './reshape';
import { type SelectPath, selectByTopK, selectPaths } from './select';

/** Ops of which TensorFlow has a fast function and a plain one, or none, with what each needs to be right. */
export const forms = ['gather', 'scatterAdd', 'selectIndices'] as const;
export type Form = (typeof forms)[number];

/** Their code paths, and those that they take the place of. */
const paths = {
  gather: {
    fast: ['gather: by GatherV2', 'gather: by GatherV2, each row from its own'],
    plain: ['gather: by GatherNd'],
  },
  scatterAdd: { fast: ['scatterAdd: by UnsortedSegmentSum'], plain: ['scatterAdd: by ScatterNd'] },
  selectIndices: { fast: selectPaths, plain: [] },
} as const satisfies Record<Form, Readonly<Record<'fast' | 'plain', readonly string[]>>>;

export type NodePath =
  | PlainPath
  | SelectPath
  | 'setRows: by gather'
  | (typeof paths)['gather' | 'scatterAdd']['fast' | 'plain'][number];

/** The paths of kernels with these forms. */
export function pathsOf(chosen: ReadonlySet<Form>): NodePath[] {
  const ofForms = forms.flatMap((form): readonly NodePath[] => paths[form][chosen.has(form) ? 'fast' : 'plain']);
  return [...plainPaths, 'setRows: by gather', ...ofForms];
}

/** Every op of the tensor interface as calls of TensorFlow, with these of its fast functions. */
export function nodeKernels(
  plan: Plan,
  chosen: ReadonlySet<Form>,
  take: (path: NodePath) => void,
): KernelTable<Value, TensorType> {
  const reshape = reshaper(plan, take);
  const plain = plainKernels(plan, reshape, take);
  const kernels: KernelTable<Value, TensorType> = {
    ...plain,
    gather: ([x, indices], _attributes, output) => {
      if (!chosen.has('gather')) {
        take('gather: by GatherNd');
        return plan.run('GatherNd', [x!, each(indices!)], output);
      }
      const ofRows = gatherRows(plan, reshape, x!, indices!, output);
      take(ofRows ? 'gather: by GatherV2, each row from its own' : 'gather: by GatherV2');
      return ofRows ?? plan.run('GatherV2', [x!, indices!, plan.ints(0)], output);
    },
    scatterAdd: ([indices, updates], { rows }, output) => {
      const isFast = chosen.has('scatterAdd');
      take(isFast ? 'scatterAdd: by UnsortedSegmentSum' : 'scatterAdd: by ScatterNd');
      if (isFast) return plan.run('UnsortedSegmentSum', [updates!, indices!, plan.ints(rows)], output);
      return plan.run('ScatterNd', [each(indices!), updates!, plan.ints(output.shape)], output);
    },
    setRows: ([x, rows, values]) => {
      take('setRows: by gather');
      return setRowsByGather(ops, x!, rows!, values!);
    },
    ...(chosen.has('selectIndices') && { selectIndices: selectByTopK(plan, take) }),
  };
  /** Whole numbers as vectors of one each. [...I] → [...I, 1] */
  const each = (x: Value) => reshape(x, [...x.type.shape, 1]);
  const ops = makeOps<Value>({
    typeOf: ({ type }) => type,
    apply: (op, inputs, attributes, output) =>
      (kernels[op] as OpKernel<Value, OpName, TensorType>)(inputs, attributes, output),
  });
  return kernels;
}
