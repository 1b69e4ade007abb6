export { type StartOptions, startBackend, withBackend } from './activate';
export { createTfjsBackend, type TfjsOptions } from './backend';
export type { TfjsPath } from './code-paths';
export { eagerOps, mosaAttention } from './eager';
export { commonKernels, type KernelSet, type LoadGraph, tfjsKernels } from './kernels';
export type { Tfjs, TfjsTensor } from './library';
export { typeOfTensor } from './own-tensors';
