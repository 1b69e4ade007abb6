import { forwardFlops, kvPairs, type ModelShape } from '@mosa-js/core';
import { parameterCount } from '@mosa-js/lm';
import type { Settings } from '../settings/settings';
import { modelConfig } from './config';

/** What a model costs, counted, not measured. */
export interface ModelCosts {
  /** Forward FLOPs of one sequence, as the paper counts them (App. A): without the output layer. */
  readonly forwardFlops: number;
  /** Parameters that are trained, embeddings and norms included. */
  readonly parameters: number;
  /** Key-value pairs that a decoder would keep for one sequence, per layer. Accounting: nothing is decoded here. */
  readonly kvPairsPerLayer: number;
}

export function modelCosts(settings: Settings, vocabularySize: number): ModelCosts {
  const shape = shapeOf(settings);
  return {
    forwardFlops: forwardFlops(shape),
    parameters: parameterCount(modelConfig(settings, vocabularySize)),
    kvPairsPerLayer: kvPairs(shape).perLayer,
  };
}

/** The model as the paper counts it. */
function shapeOf({ layers, dModel, dHead, length, denseHeads, sparseHeads, sparse, sparsity }: Settings): ModelShape {
  return { layers, dModel, dHead, seqLen: length, denseHeads, sparseHeads, kind: sparse, sparsity };
}
