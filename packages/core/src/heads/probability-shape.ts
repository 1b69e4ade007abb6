import type { Shape } from '../types';
import { slotCount } from './causal';
import { isCausal } from './causal-config';
import { type SingleConfig, selectedCount, windowOf } from './config';

/**
 * How many heads, queries of a sequence and keys of a query `attendDropping` meets at most: [H, M, N] for sequences of T tokens.
 * Only causal MoSA heads may have fewer queries and keys, while they look ahead.
 */
export function probabilityShape(config: SingleConfig, seqLen: number): Shape {
  const { kind, heads } = config;
  if (kind === 'dense') return [heads, seqLen, seqLen];
  if (kind === 'local') {
    const window = Math.min(windowOf(config, seqLen), seqLen);
    return [heads, Math.ceil(seqLen / window) * window, 2 * window];
  }
  const tokens = kind === 'fixed' ? Math.ceil(seqLen / config.sparsity) : selectedCount(config, seqLen);
  const slots = kind === 'mosa' && isCausal(config) ? slotCount(config.selection, seqLen) : 0;
  const most = Math.max(tokens, slots);
  return [kind === 'routing' ? heads * config.sparsity : heads, most, most];
}
