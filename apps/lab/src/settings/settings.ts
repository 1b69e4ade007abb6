import type { CausalSelection } from '@mosa-js/core';
import type { ThresholdRule } from '@mosa-js/lm';

/** Kinds of heads beside the dense ones. */
export const sparseKinds = ['mosa', 'fixed', 'routing'] as const;
export type Sparse = (typeof sparseKinds)[number];

export const selections = ['expert-choice', 'causal'] as const;
export type Selection = (typeof selections)[number];

/** All that a training run follows from, the backend aside. Written into every run's JSON, and read back from it. */
export interface Settings {
  /** Text to learn from: a path, or a file in the data folder; .gz or not. */
  readonly data: string;
  /** Text to evaluate with. Empty: the last tenth of `data`, which is then not learnt from. */
  readonly valid: string;
  readonly tokenizer: 'characters' | 'bytes';
  readonly layers: number;
  /** h */
  readonly dModel: number;
  /** h' */
  readonly dHead: number;
  readonly denseHeads: number;
  /** w of these heads where they are local: they see their own block of w tokens and the one before. 0: all tokens. */
  readonly window: number;
  /** Heads of the kind `sparse` beside the dense ones; 0 for a dense model. */
  readonly sparseHeads: number;
  readonly sparse: Sparse;
  /** ρ = T/k of the sparse heads. */
  readonly sparsity: number;
  /** MoSA heads always select token 0, as in the paper's comparison. */
  readonly includeFirst: boolean;
  /** Who is selected by MoSA heads: the best of the whole sequence, as published, or what is above a threshold when it comes. */
  readonly selection: Selection;
  /** C of causal heads in multiples of k; 0 for no limit. */
  readonly capacity: number;
  /** Tokens that a causal head takes in each `slotsBlock` positions at most; 0 for 2.5 times as many as it should. */
  readonly slotsCount: number;
  readonly slotsBlock: number;
  /** Which of equal logits causal heads take, and what their results are scaled by. */
  readonly ties: NonNullable<CausalSelection['ties']>;
  readonly gate: NonNullable<CausalSelection['gate']>;
  /** Share of the steps in which causal heads select by expert choice while thresholds are averaged. */
  readonly thresholdWarmup: number;
  readonly thresholdBy: ThresholdRule['by'];
  readonly thresholdDecay: number;
  readonly thresholdStep: number;
  /** First layers that have no sparse heads. */
  readonly denseLayers: number;
  /** Dense heads of each of these; 0 for as many as in the others. */
  readonly denseLayerHeads: number;
  readonly feedForward: number;
  readonly dropout: number;
  /** Of what queries make of keys. */
  readonly attentionDropout: number;
  /** The output layer has the weights of the embedding. */
  readonly tiedOutput: boolean;
  /** Standard deviation that projections of heads start with; 0 for the authors' limits. */
  readonly headDeviation: number;
  /** T */
  readonly length: number;
  /** B */
  readonly batch: number;
  /** Micro-batches that a step is computed in: a divisor of `batch`. */
  readonly accumulate: number;
  readonly steps: number;
  readonly seed: number;
  readonly learningRate: number;
  /** Where a cosine ends, at the last step. */
  readonly minLearningRate: number;
  readonly decay: 'cosine' | 'none';
  readonly warmupSteps: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** Largest norm of the gradient; 0 for no limit. */
  readonly clip: number;
  /** Activations of each layer are computed again in the backward pass. */
  readonly recompute: boolean;
  /** Steps between evaluations; the last step is always followed by one. */
  readonly evaluateEvery: number;
  /** Windows of each evaluation before the last; 0 for the whole text. */
  readonly evaluateWindows: number;
}
