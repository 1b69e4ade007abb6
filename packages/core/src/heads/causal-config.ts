import type { CausalSelection, MosaConfig } from './config';

/** Who is in a causal head's slots, and until when. */
export interface CausalChoice<T> {
  /** int32 [E, B, N]: positions of the processed tokens, ascending; T − 1 in empty slots, which come last. */
  readonly indices: T;
  /** bool [E, B, N]: which slots hold a token. */
  readonly valid: T;
  /** int32 [E, B, N]: the position from which on nobody sees the slot's token; 0 in empty slots. */
  readonly evictedAt: T;
  /** int32 [E, B]: tokens that were not processed for want of a slot. */
  readonly dropped: T;
}

export function isCausal(config: MosaConfig): config is MosaConfig & { readonly selection: CausalSelection } {
  return typeof config.selection === 'object';
}
