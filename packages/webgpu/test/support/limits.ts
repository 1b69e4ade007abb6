import { attentionKernelsOf } from '../../src/kernels/attention/kernels';
import { lowerRows } from '../../src/kernels/elementwise/rows';
import { lowerProduct } from '../../src/kernels/mat-mul/epilogue';
import { lowerFew } from '../../src/kernels/mat-mul/few';
import { rareKernelsOf } from '../../src/kernels/rare';
import { sumColumns } from '../../src/kernels/sum-columns';
import type { Limits, LoweringOptions } from '../../src/runtime/lowering';

/** The smallest limits that WebGPU guarantees. */
export const limits: Limits = {
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
  maxComputeWorkgroupStorageSize: 16384,
  maxComputeWorkgroupsPerDimension: 65535,
  maxStorageBuffersPerShaderStage: 8,
  minStorageBufferOffsetAlignment: 256,
};

export const options = (): LoweringOptions => ({
  limits,
  enoughWorkgroups: 256,
  unrolls: false,
  take: () => undefined,
  loaded: {
    rare: rareKernelsOf,
    attention: attentionKernelsOf,
    rows: lowerRows,
    columns: sumColumns,
    product: lowerProduct,
    few: lowerFew,
  },
});
