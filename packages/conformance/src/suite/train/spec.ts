import type { HostTensor, Named } from '@mosa-js/core';
import type { OptimizerConfig, TrainableModel } from '@mosa-js/core/training';

/** A training run from its first step on: what goes in. */
export interface TrainSpec {
  readonly model: TrainableModel;
  readonly optimizer: OptimizerConfig;
  readonly parameters: Named<HostTensor>;
  readonly buffers?: Named<HostTensor>;
  /** The model's inputs, step by step. */
  readonly batches: readonly Named<HostTensor>[];
  readonly recompute?: readonly string[];
}
