import { forwardFlops, kvPairs, type ModelShape, tokensPerHead } from '@mosa-js/core';
import { parameterCount } from '@mosa-js/lm';
import type { Settings } from '../settings/settings';
import { capacityOf, denseLayer, modelConfig } from './config';

/** What a model costs, counted, not measured. */
export interface ModelCosts {
  /** Forward FLOPs of one sequence, as the paper counts them (App. A): without the output layer. */
  readonly forwardFlops: number;
  /** Parameters that are trained, embeddings and norms included. */
  readonly parameters: number;
  /** Key-value pairs that a decoder would keep for one sequence, per layer. Accounting: nothing is decoded here. */
  readonly kvPairsPerLayer: number;
}

/** FLOPs of causal heads count with the share of tokens that they are to take: their slots are more, and some stay empty. */
export function modelCosts(settings: Settings, vocabularySize: number): ModelCosts {
  const { layers, denseLayers } = settings;
  const parts = [
    { ...denseLayer(settings), layers: denseLayers },
    { ...settings, layers: layers - denseLayers },
  ].filter((part) => part.layers > 0);
  const pairs = parts.reduce(
    (sum, part) => sum + part.layers * (kvPairs(shapeOf(part)).perLayer - unkept(part) + moreKept(part)),
    0,
  );
  return {
    forwardFlops: parts.reduce(
      (sum, part) => sum + forwardFlops(shapeOf(part)) - 4 * part.layers * part.dHead * part.length * unkept(part),
      0,
    ),
    parameters: parameterCount(modelConfig(settings, vocabularySize)),
    kvPairsPerLayer: Math.round(pairs / layers),
  };
}

/** Pairs that local heads of a layer neither keep nor look at, of those that dense ones would. */
function unkept({ denseHeads, window, length }: Settings): number {
  return window > 0 ? denseHeads * (length - Math.min(2 * window, length)) : 0;
}

/** Pairs that causal heads of a layer keep beside the k of the paper's: as many as their capacity allows. */
function moreKept(settings: Settings): number {
  const { selection, sparseHeads, sparsity, length } = settings;
  if (selection !== 'causal') return 0;
  const most = Math.min(length, capacityOf(settings) ?? length);
  return sparseHeads * (most - tokensPerHead(length, sparsity));
}

/** The model as the paper counts it, its companions as dense ones. */
function shapeOf({ layers, dModel, dHead, length, denseHeads, sparseHeads, sparse, sparsity }: Settings): ModelShape {
  return { layers, dModel, dHead, seqLen: length, denseHeads, sparseHeads, kind: sparse, sparsity };
}
