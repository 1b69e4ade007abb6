import type { TensorType } from '@mosa-js/core';
import {
  type KernelTable,
  makeOps,
  type Kernel as OpKernel,
  type OpName,
  setRowsByGather,
} from '@mosa-js/core/adapter';
import { commonKernels, type KernelSet, type TfjsPath, type TfjsTensor, typeOfTensor } from '@mosa-js/tfjs';
import { selectByTopK } from './select';

/** Ops that TensorFlow has faster functions for than every backend of tfjs has, with what each needs to be right. */
export const forms = ['gather', 'scatterAdd', 'selectIndices'] as const;
export type Form = (typeof forms)[number];

/** Their code paths, and those that they take the place of. */
const paths = {
  gather: { own: ['gather: by GatherNd'], common: ['gather: along axis 0'] },
  scatterAdd: { own: ['scatterAdd: by UnsortedSegmentSum'], common: ['scatterAdd: by scatterND'] },
  selectIndices: { own: ['selectIndices: by TopKV2', 'selectIndices: all'], common: [] },
} as const satisfies Record<Form, { readonly own: readonly string[]; readonly common: readonly TfjsPath[] }>;

type NodePath = TfjsPath | (typeof paths)[Form]['own'][number];

/** Kernels for tfjs-node, with these forms and otherwise those of every backend of tfjs. */
export function nodeKernels(chosen: ReadonlySet<Form>): KernelSet<NodePath> {
  const used = forms.filter((form) => chosen.has(form));
  const replaced = new Set<NodePath>(used.flatMap((form) => paths[form].common));
  return {
    paths: [...commonKernels.paths.filter((path) => !replaced.has(path)), ...used.flatMap((form) => paths[form].own)],
    fused: chosen.has('selectIndices') ? ['selectIndices'] : [],
    kernels(lib, take) {
      const plain = commonKernels.kernels(lib, take);
      const fast: Pick<KernelTable<TfjsTensor, TensorType>, Form> = {
        // Not tfjs-node's GatherV2, which reads all indices back to look at each.
        gather: ([x, indices]) => {
          take('gather: by GatherNd');
          return lib.tidy(() => lib.gatherND(x!, lib.reshape(indices!, [...indices!.shape, 1])));
        },
        scatterAdd: ([indices, updates], { rows }) => {
          take('scatterAdd: by UnsortedSegmentSum');
          return lib.tidy(() =>
            lib.unsortedSegmentSum(updates!, lib.reshape(indices!, [indices!.size]) as never, rows),
          );
        },
        selectIndices: selectByTopK(lib, take),
      };
      const kernels: KernelTable<TfjsTensor, TensorType> = {
        ...plain,
        ...Object.fromEntries(used.map((form) => [form, fast[form]])),
        setRows: ([x, rows, values]) => {
          take('setRows: by gather');
          return lib.tidy(() => setRowsByGather(ops, x!, rows!, values!));
        },
      };
      const ops = makeOps<TfjsTensor>({
        typeOf: (x) => typeOfTensor(lib, x),
        apply: (op, inputs, attributes, output) =>
          (kernels[op] as OpKernel<TfjsTensor, OpName, TensorType>)(inputs, attributes, output),
      });
      return kernels;
    },
  };
}
