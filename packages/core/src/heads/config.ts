import { tokensPerHead } from '../costs/model';
import type { SlotLimit } from '../ops/causal-state';

/** What every head kind has. Widths are in elements, counts in heads. */
export interface HeadsConfig {
  /** h: width of the tokens that come in and go out. */
  readonly dModel: number;
  /** h': width of a head. */
  readonly dHead: number;
  /** E: heads whose outputs are summed. */
  readonly heads: number;
  /** Base of the rotary frequencies. Default 10000. */
  readonly rotaryBase?: number;
}

export interface RotaryPart {
  /** Share of the head's width that is rotated, 0 to 1; the width is rounded down to even. Default 0.5. */
  readonly rotaryFraction?: number;
  /** Rotated width itself, even, instead of a fraction. */
  readonly rotaryWidth?: number;
}

/** Mixture of Sparse Attention (paper, section 3): each head's router selects k tokens, which attend to each other. */
export interface MosaConfig extends HeadsConfig, RotaryPart {
  readonly kind: 'mosa';
  /** ρ ≥ 1: every head selects k = min(max(⌊T/ρ⌋, 2), T) tokens. Give this or k. */
  readonly sparsity?: number;
  /** Tokens that every head selects (all T where T < k). */
  readonly k?: number;
  /** Position 0 is always selected, plus the k − 1 best others. Default false. */
  readonly includeFirst?: boolean;
  /**
   * Who selects whom. Default 'expert-choice': each head takes the k best tokens of the whole sequence (paper, section 3.2),
   * whether or not they come later than a token that this changes. 'causal' does not look ahead, and can generate.
   */
  readonly selection?: 'expert-choice' | CausalSelection;
}

/**
 * Selection that does not look ahead: a token is processed if its logit is above the head's threshold, if it is among the C
 * best so far, and if its block has a slot left (`TensorOps.causalSelect`). It attends to those of the C best up to it. The
 * head's `k` or `sparsity` is then only the share of tokens that training aims at; the length of a sequence changes nothing.
 */
export interface CausalSelection {
  readonly rule: 'causal';
  /** C ≥ 1: tokens in a running set at most, and entries of a decoder's cache. Default: no limit. */
  readonly capacity?: number;
  /** At most `count` tokens are processed in each `block` of positions. Default: as many as there are. */
  readonly slots?: SlotLimit;
  /**
   * Who comes first of tokens whose logits are equal, as in a first layer, where they depend on the token alone: 'earlier' ones, of
   * which a threshold takes all or none; or positions add up to 2^-8 to logits, so that a threshold parts them: 'spread' in an order
   * that takes them evenly, 'later' in their own order, over and over for each 1,021 of them. Default 'earlier'.
   */
  readonly ties?: 'earlier' | 'spread' | 'later';
  /** What a head's result is scaled by: the 'score', sigmoid(logit), or its 'excess' over sigmoid(θ). Default 'score'. */
  readonly gate?: 'score' | 'excess';
}

/** Causal softmax attention over all tokens. */
export interface DenseConfig extends HeadsConfig, RotaryPart {
  readonly kind: 'dense';
}

/** Blockwise causal attention: a token sees its own block up to itself and the whole block before. Rotates the full width. */
export interface LocalConfig extends HeadsConfig {
  readonly kind: 'local';
  /** w: tokens a block. Give this or sparsity. */
  readonly window?: number;
  /** ρ ≥ 1: w = max(⌊T/ρ⌋, 1). */
  readonly sparsity?: number;
}

/** Dense attention among the tokens 0, ρ, 2ρ, … only; the others get nothing. */
export interface FixedConfig extends HeadsConfig, RotaryPart {
  readonly kind: 'fixed';
  /** ρ ≥ 1, a whole number: distance of the tokens. */
  readonly sparsity: number;
}

/** Routing attention: ρ clusters a head, each attending among its k tokens nearest to its centre (k as for MoSA). */
export interface RoutingConfig extends HeadsConfig, RotaryPart {
  readonly kind: 'routing';
  /** ρ ≥ 1, a whole number: clusters a head. */
  readonly sparsity: number;
}

/**
 * Several groups of heads in one layer, outputs summed (paper, section 3: 4 dense heads beside MoSA heads). The names of
 * their weights begin with `parts.0.`, `parts.1.` and so on, or with the names of the parts where they have some:
 * `parts: { mosa: …, local: … }` makes `mosa.router.weight`.
 */
export interface SumConfig {
  readonly kind: 'sum';
  readonly parts: readonly AttentionConfig[] | Readonly<Record<string, AttentionConfig>>;
}

export type SingleConfig = MosaConfig | DenseConfig | LocalConfig | FixedConfig | RoutingConfig;
export type AttentionConfig = SingleConfig | SumConfig;

/** k of a MoSA head or routing cluster at length T (authors' code; paper, section 3.2, states max(⌊T/ρ⌋, 2)). */
export function selectedCount(config: MosaConfig | RoutingConfig, seqLen: number): number {
  if (config.kind === 'mosa' && config.k !== undefined) return Math.min(config.k, seqLen);
  return tokensPerHead(seqLen, config.sparsity!);
}

/** w of a local head at length T. */
export function windowOf(config: LocalConfig, seqLen: number): number {
  return config.window ?? Math.max(Math.floor(seqLen / config.sparsity!), 1);
}
