import type { FusedOpName } from '../attributes';
import type { Decomposition } from '../rule';
import { decomposeLongAttention } from './attention-blocks';
import { decomposeLongAttentionGradient } from './attention-gradient-blocks';
import { decomposeCausalSelect } from './causal-select';
import { decomposeDrawToken } from './draw-by-order';
import { decomposeRotary } from './rotary';
import { decomposeSelectIndices } from './select-indices';

/** What fused ops stand for, where a backend has no kernel of its own. */
export const decompositions: { readonly [K in FusedOpName]: Decomposition<K> } = {
  selectIndices: decomposeSelectIndices,
  attention: decomposeLongAttention,
  attentionGradient: decomposeLongAttentionGradient,
  causalSelect: decomposeCausalSelect,
  rotary: decomposeRotary,
  drawToken: decomposeDrawToken,
};
