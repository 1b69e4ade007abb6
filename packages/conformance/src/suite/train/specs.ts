import type { AttentionConfig } from '@mosa-js/core';
import type { OptimizerConfig } from '@mosa-js/core/training';
import { batch, initialState, residualLayer, routing, sum } from './models';
import type { TrainSpec } from './spec';

/** The runs of `train/…` by id. Every part of the optimizer is on in one and off in another. */
export function trainSpecs(): Readonly<Record<string, TrainSpec>> {
  const usual: OptimizerConfig = { learningRate: 0.01, clip: 1, weightDecay: 0.1, warmupSteps: 2 };
  const quick = { learningRate: 0.02, beta1: 0.7, beta2: 0.9, epsilon: 0.05, weightDecay: 0.5 };
  return {
    'train/adamw:sum;steps=4': spec(sum, usual, 4),
    'train/adamw:sum;steps=4;recompute': { ...spec(sum, usual, 4), recompute: ['layer'] },
    'train/adamw:sum;steps=4;plain': spec(sum, { learningRate: 0.01 }, 4),
    'train/adamw:sum;steps=5;cosine': spec(sum, { ...quick, clip: 20, warmupSteps: 2, decaySteps: 5 }, 5),
    'train/adamw:routing;steps=3': spec(
      routing,
      { ...usual, clip: 1000, beta1: 0.8, beta2: 0.95, epsilon: 1e-3 },
      3,
      9,
    ),
  };
}

/** The runs of `train/accumulated…` by id: of two sequences, each a micro-batch of its own. Some steps are clipped. */
export function accumulatedSpecs(): Readonly<Record<string, TrainSpec>> {
  const usual = { learningRate: 0.01, weightDecay: 0.1, warmupSteps: 2 };
  return {
    'train/accumulated:sum;steps=3;parts=2': spec(sum, { ...usual, clip: 12 }, 3),
    'train/accumulated:routing;steps=3;parts=2': spec(routing, { ...usual, clip: 24 }, 3, 9),
  };
}

function spec(config: AttentionConfig, optimizer: OptimizerConfig, steps: number, seed = 5): TrainSpec {
  const batches = Array.from({ length: steps }, (_, step) => batch(step + 1));
  return { model: residualLayer(config), optimizer, ...initialState(config, seed), batches };
}
