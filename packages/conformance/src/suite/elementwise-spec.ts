import type { HostTensor, Named, TensorOps, Traced } from '@mosa-js/core';

interface ChainSpec {
  readonly tensors: Readonly<Record<string, HostTensor>>;
  build(ops: TensorOps<Traced>, inputs: Named<Traced>): Record<string, Traced>;
}

/** By what follows `elementwise/` in the case's id. */
export type ChainSpecs = Readonly<Record<string, ChainSpec>>;
