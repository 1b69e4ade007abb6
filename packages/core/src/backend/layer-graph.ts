import type { Graph } from '../graph/graph';
import type { Named } from '../graph/tracer';
import { attentionLayer } from '../heads/attention-layer';
import type { AttentionConfig } from '../heads/config';
import type { TensorType } from '../types';
import { graphOf } from './layer';

/**
 * The graph of a layer for given input types, from which `createLayer` compiles what is asked of it.
 * @param inputs x float32 [B, T, h]; optionally mask bool [B, T] and indices int32 [E, B, k], which replace
 *   the router's choice: positions that ascend in each row. Host indices that do not are refused by `run`; device indices
 *   are used as `MosaOptions.indices` says. With them evictedAt int32 [E, B, k], as `MosaOptions.evictedAt` says
 */
export function layerGraph(config: AttentionConfig, inputs: Named<TensorType>): Graph {
  const positions = inputs.x?.shape[1];
  // Empty slots of causal heads all hold the last position.
  const types = inputs.indices && !inputs.evictedAt && { ...inputs, indices: { ...inputs.indices, positions } };
  return graphOf(config, types || inputs, (ops, { x, mask, indices, evictedAt }, weights) => ({
    ...attentionLayer(ops, x!, weights, config, { mask, indices, evictedAt }),
  }));
}
