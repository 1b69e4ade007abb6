export { createTfjsBackend, type TfjsGuard, type TfjsOptions } from './backend';
export { eagerOps, mosaAttention } from './eager';
export { tfjsKernels } from './kernels';
export type { Tfjs, TfjsTensor } from './library';
