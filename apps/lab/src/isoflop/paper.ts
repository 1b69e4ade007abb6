import type { Sparse } from '../settings/settings';

/**
 * Perplexities of the paper's Tiny (arXiv 2505.00315, section 4), per token of its SentencePiece vocabulary of 8,000, on C4
 * after 100,000 steps: they stand beside ours for the direction and the relative size of a change, not for their values.
 */
export const paperTiny = {
  dense: 22.46,
  /** By ρ. */
  mosa: [
    [2, 21.76],
    [4, 20.45],
    [8, 19.24],
    [16, 18.0],
    [32, 16.9],
    [64, 16.39],
    [128, 17.27],
    [256, 18.06],
  ],
  /** The best over ρ. */
  fixed: 23.28,
  routing: 23.33,
} as const;

/** The paper's perplexity of a kind at a ρ; for fixed and routing, of which it prints only the best, that. */
export function paperPerplexity(kind: 'dense' | Sparse, sparsity?: number): number | undefined {
  if (kind !== 'mosa') return paperTiny[kind];
  return paperTiny.mosa.find(([rho]) => rho === sparsity)?.[1];
}

/** @param unit what a token is here */
export const paperNote = (unit: string): string =>
  "The paper's perplexities are per token of an 8,000-token SentencePiece vocabulary on C4 (its Tiny: 6 layers, width 512, " +
  `T 1024, 100,000 steps of 64 sequences); ours are per ${unit} of other texts, after far fewer steps. Only changes against ` +
  'dense can be compared. The change in nats is the one that does not depend on what a token is.';
