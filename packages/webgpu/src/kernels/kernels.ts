import type { Graph, TensorType } from '@mosa-js/core';
import type { KernelTable } from '@mosa-js/core/adapter';
import type { Limits, Lowering, Value } from '../runtime/lowering';
import { elementwiseKernels } from './elementwise/single';
import { matMul } from './mat-mul/mat-mul';
import { concat, slice, transpose } from './move';
import type { rareKernelsOf } from './rare';
import { reduce } from './reduce';
import { gather, scatterAdd } from './rows';
import { select, selectWorkgroup } from './select';
import { softmax } from './softmax';

export type Kernels = KernelTable<Value, TensorType>;

const rareOps = ['causalSelect', 'cumulativeSum', 'setRows', 'topKValues'] as const;
export type RareKernels = Required<Pick<Kernels, (typeof rareOps)[number]>>;
/** Kernels that are loaded apart, where they are. */
export type Rare = typeof rareKernelsOf | undefined;

/** Loads what a graph needs of them. */
export async function loadRare({ nodes }: Graph): Promise<Rare> {
  const rare: ReadonlySet<string> = new Set(rareOps);
  return nodes.some(({ op }) => rare.has(op)) ? (await import('./rare')).rareKernelsOf : undefined;
}

/** Fused ops that are lowered whole on a device of these limits. */
export function fusedOpsOf(limits: Limits): readonly ('selectIndices' | 'causalSelect')[] {
  return selectWorkgroup(limits) === undefined ? ['causalSelect'] : ['selectIndices', 'causalSelect'];
}

/** Every op of the tensor interface as dispatches that are taken down in `lowering`; those that are rare as far as they are given. */
export function kernelsOf(lowering: Lowering, rare: Rare): Kernels {
  const kernels: Omit<Kernels, keyof RareKernels> = {
    constant: (_inputs, { data }, output) => lowering.constant(data, output),
    reshape: ([x], _attributes, output) => lowering.reshape(x!, output),
    ...elementwiseKernels(lowering),
    transpose: ([x], { permutation }, output) => transpose(lowering, x!, permutation, output),
    concat: (inputs, { axis }, output) => concat(lowering, inputs, axis, output),
    slice: ([x], { begin }, output) => slice(lowering, x!, begin, output),
    matMul: (inputs, attributes, output) => matMul(lowering, inputs, attributes, output),
    sum: ([x], { axes }, output) => reduce(lowering, 'sum', x!, axes, output),
    max: ([x], { axes }, output) => reduce(lowering, 'max', x!, axes, output),
    softmax: ([x], _attributes, output) => softmax(lowering, x!, output),
    gather: ([x, indices], _attributes, output) => gather(lowering, x!, indices!, output),
    scatterAdd: ([indices, updates], { rows }, output) => scatterAdd(lowering, indices!, updates!, rows, output),
    selectIndices: ([logits, valid], { k }, output) => select(lowering, logits!, k, valid, output),
  };
  const all: Kernels = { ...kernels, ...(rare?.(lowering, () => all) as RareKernels) };
  return all;
}
