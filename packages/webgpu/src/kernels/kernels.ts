import type { Graph, TensorType } from '@mosa-js/core';
import type { ElementwiseGroup, FusedOpName, KernelTable } from '@mosa-js/core/adapter';
import type { Limits, Lowering, Value } from '../runtime/lowering';
import { fitsAttention } from './attention/fits';
import type { attentionKernelsOf } from './attention/kernels';
import { concat } from './concat';
import type { lowerRows } from './elementwise/rows';
import { elementwiseKernels } from './elementwise/single';
import { gather } from './gather';
import type { lowerProduct } from './mat-mul/epilogue';
import type { lowerFew } from './mat-mul/few';
import { mostFew } from './mat-mul/few-size';
import { matMul } from './mat-mul/mat-mul';
import { reshape, slice, transpose } from './move';
import type { rareKernelsOf } from './rare';
import { fitsDraw } from './rare-paths';
import { reduce } from './reduce';
import { scatterAdd } from './scatter-add';
import { select, selectWorkgroup } from './select';
import type { sumColumns } from './sum-columns';

export type Kernels = KernelTable<Value, TensorType>;

const rareOps = ['causalSelect', 'cumulativeSum', 'drawToken', 'setRows', 'softmax', 'topKValues'] as const;
const attentionOps = ['attention', 'attentionGradient', 'rotary'] as const;
type Apart = (typeof rareOps)[number] | (typeof attentionOps)[number];
export type KernelsOf<K extends Apart> = Required<Pick<Kernels, K>>;
export type RareKernels = KernelsOf<(typeof rareOps)[number]>;
export type AttentionKernels = KernelsOf<(typeof attentionOps)[number]>;
/** Kernels that are loaded apart, as far as they are. */
export interface Loaded {
  readonly rare?: typeof rareKernelsOf;
  readonly attention?: typeof attentionKernelsOf;
  readonly rows?: typeof lowerRows;
  readonly columns?: typeof sumColumns;
  readonly product?: typeof lowerProduct;
  readonly few?: typeof lowerFew;
}

/** Loads what a graph and its groups need of them. */
export async function loadKernelsOf({ nodes }: Graph, groups: readonly ElementwiseGroup[] = []): Promise<Loaded> {
  const sumsColumns = (node: Graph['nodes'][number]) =>
    node.op === 'sum' && !node.attributes.axes.includes(nodes[node.inputs[0]!]!.type.shape.length - 1);
  const isFew = ({ op, type }: Graph['nodes'][number]) =>
    op === 'matMul' && Math.min(...type.shape.slice(-2)) <= mostFew;
  const has = (ops: readonly string[]) => nodes.some(({ op }) => ops.includes(op));
  return {
    ...(has(rareOps) ? { rare: (await import('./rare')).rareKernelsOf } : {}),
    ...(nodes.some(sumsColumns) ? { columns: (await import('./sum-columns')).sumColumns } : {}),
    ...(nodes.some(isFew) ? { few: (await import('./mat-mul/few')).lowerFew } : {}),
    ...(has(attentionOps) ? { attention: (await import('./attention/kernels')).attentionKernelsOf } : {}),
    ...(groups.some(({ form }) => form) ? { rows: (await import('./elementwise/rows')).lowerRows } : {}),
    ...(groups.some(({ product }) => product) ? { product: (await import('./mat-mul/epilogue')).lowerProduct } : {}),
  };
}

/** Fused ops that are lowered whole on a device of these limits. */
export function fusedOpsOf(limits: Limits): readonly FusedOpName[] {
  return [
    ...(selectWorkgroup(limits) === undefined ? [] : (['selectIndices'] as const)),
    ...(fitsAttention(limits) ? attentionOps : []),
    'causalSelect',
    ...(fitsDraw(limits) ? (['drawToken'] as const) : []),
  ];
}

/** Every op of the tensor interface as dispatches that are taken down in `lowering`; those that are rare as far as they are given. */
export function kernelsOf(lowering: Lowering, { rare, attention, columns }: Loaded): Kernels {
  const kernels: Omit<Kernels, Apart> = {
    constant: (_inputs, { data }, output) => lowering.constant(data, output),
    reshape: ([x], _attributes, output) => reshape(lowering, x!, output),
    ...elementwiseKernels(lowering),
    transpose: ([x], { permutation }, output) => transpose(lowering, x!, permutation, output),
    concat: (inputs, { axis }, output) => concat(lowering, inputs, axis, output),
    slice: ([x], { begin }, output) => slice(lowering, x!, begin, output),
    matMul: (inputs, attributes, output) => matMul(lowering, inputs, attributes, output)[0]!,
    sum: ([x], { axes }, output) => reduce(lowering, 'sum', x!, axes, output, columns),
    max: ([x], { axes }, output) => reduce(lowering, 'max', x!, axes, output),
    gather: ([x, indices], _attributes, output) => gather(lowering, x!, indices!, output),
    scatterAdd: ([indices, updates], { rows }, output) => scatterAdd(lowering, indices!, updates!, rows, output),
    selectIndices: ([logits, valid], { k }, output) => select(lowering, logits!, k, valid, output),
  };
  const all: Kernels = {
    ...kernels,
    ...attention?.(lowering),
    ...(rare?.(lowering, () => all) as RareKernels),
  };
  return all;
}
