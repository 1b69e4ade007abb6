import type { DType, HostData, Shape } from '../types';
import type { CausalSelectOptions } from './causal-state';
import type { AttentionOptions, RotaryOptions } from './interface';

type None = Readonly<Record<never, never>>;

/** The static attributes of every op: all that an op's result depends on besides its operands. */
export interface OpAttributes {
  constant: { readonly data: HostData; readonly shape: Shape; readonly dtype: DType };
  neg: None;
  exp: None;
  log: None;
  sqrt: None;
  sigmoid: None;
  isNaN: None;
  not: None;
  add: None;
  sub: None;
  mul: None;
  div: None;
  maximum: None;
  minimum: None;
  greater: None;
  greaterEqual: None;
  equal: None;
  and: None;
  or: None;
  where: None;
  cast: { readonly dtype: DType };
  reshape: { readonly shape: Shape };
  transpose: { readonly permutation: readonly number[] };
  broadcastTo: { readonly shape: Shape };
  concat: { readonly axis: number };
  slice: { readonly begin: readonly number[]; readonly size: readonly number[] };
  matMul: { readonly transposeA: boolean; readonly transposeB: boolean };
  sum: { readonly axes: readonly number[]; readonly keepDims: boolean };
  max: { readonly axes: readonly number[]; readonly keepDims: boolean };
  softmax: None;
  cumulativeSum: None;
  gather: None;
  scatterAdd: { readonly rows: number };
  setRows: None;
  topKValues: { readonly k: number };
  selectIndices: { readonly k: number };
  attention: AttentionOptions;
  attentionGradient: AttentionOptions;
  causalSelect: CausalSelectOptions;
  rotary: Required<RotaryOptions>;
  drawToken: None;
}

export type OpName = keyof OpAttributes;

/** Ops that have a decomposition into the others; a backend may bring a kernel of its own. */
export const fusedOps = [
  'selectIndices',
  'attention',
  'attentionGradient',
  'causalSelect',
  'rotary',
  'drawToken',
] as const;
export type FusedOpName = (typeof fusedOps)[number];
export type PrimitiveName = Exclude<OpName, FusedOpName>;

/** How a backend does one op. Axes come non-negative and operands checked; absent optional operands are left out. */
export type Kernel<T, K extends OpName, Out> = (inputs: readonly T[], attributes: OpAttributes[K], output: Out) => T;

/** A backend's answers: one entry for every primitive (a new one is a compile error until answered), fused ops if it has them. */
export type KernelTable<T, Out> = { readonly [K in PrimitiveName]: Kernel<T, K, Out> } & {
  readonly [K in FusedOpName]?: Kernel<T, K, Out>;
};
