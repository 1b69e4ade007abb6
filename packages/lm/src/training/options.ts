import type { Backend } from '@mosa-js/core';
import type { OptimizerConfig, TrainingState } from '@mosa-js/core/training';
import type { Checkpoint } from '../checkpoint/checkpoint';
import type { LanguageModelConfig } from '../config';
import type { TokenData } from '../data/token-data';
import type { BatchSize } from '../language-model';
import type { Evaluation } from '../metrics';
import type { Tokenizer } from '../tokenizers/tokenizer';
import type { StepSelection } from './selection-report';
import type { ThresholdRule } from './threshold-rule';

export type SaveCheckpoint = (checkpoint: Checkpoint) => Promise<void>;

export interface TrainOptions extends BatchSize {
  readonly backend: Backend;
  readonly config: LanguageModelConfig;
  readonly optimizer: OptimizerConfig;
  /** Text to learn from, and text to evaluate with. */
  readonly data: { readonly train: TokenData; readonly valid?: TokenData };
  /** Goes into checkpoints, so that no other is used with them. */
  readonly tokenizer?: Tokenizer;
  /** Steps in all, those before a resumed checkpoint included. */
  readonly steps: number;
  /** Whole number: parameters, batches and dropout follow from it. */
  readonly seed: number;
  /** Evaluates on `data.valid` every so many steps, and at the end. Default: never. */
  readonly evaluate?: {
    readonly every: number;
    readonly windows?: number;
    /**
     * Whether a run that `signal` stops between two evaluations is evaluated there, too, once its checkpoint is saved: for a run
     * whose time is over, and not for one that is to end at once. A function is asked then, with the signal's reason. What is
     * measured is `atStop` of the result; it is none of the `evaluations` and never the best, since a run that goes on has those
     * of one that never stopped. Default false.
     */
    readonly whenStopped?: boolean | ((reason: unknown) => boolean);
  };
  /** Default: no checkpoints. */
  readonly checkpoint?: {
    /** Steps between checkpoints. Default: only at the end, and when stopped. */
    readonly every?: number;
    /**
     * Called before any device work, to throw where checkpoints could not be saved: hours of training are not to end with
     * that. `checkpointFiles` gives it.
     */
    readonly prepare?: () => Promise<void>;
    /** Where it throws, the run ends with an `UnsavedError`, which has what the run has come to. */
    readonly save: SaveCheckpoint;
    /** Called when an evaluation is better than all before. */
    readonly saveBest?: SaveCheckpoint;
  };
  /** Goes on from here. Everything but `steps` must be as it was. */
  readonly resume?: Checkpoint;
  /** Starts a new run from these parameters instead of random ones. */
  readonly initial?: Pick<TrainingState, 'parameters' | 'buffers'>;
  /**
   * How thresholds of causal heads move. Default: for a tenth of the steps heads take the best tokens of whole sequences while
   * thresholds are averaged, `{ by: 'quantile', decay: 0.9, step: 0.01 }`. A run that goes on has those of its checkpoint.
   */
  readonly thresholds?: Partial<ThresholdRule> | 'frozen';
  /** Stops after the step under way, with a checkpoint. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (event: TrainEvent) => void;
  /**
   * Micro-batches of a step, a whole number from 1 that divides `batch`: the device then needs memory for the intermediates of
   * `batch / accumulate` sequences. Batches, dropout, centres of routing heads and the update are those of the whole batch, up
   * to rounding; evaluations are cut in the same way. Default 1.
   */
  readonly accumulate?: number;
  /** Recomputes each layer's activations in the backward pass: less memory for a third more work. Default false. */
  readonly recompute?: boolean;
}

export interface CurvePoint {
  readonly step: number;
  /** Mean nats a token of the step's batch, before its update. */
  readonly loss: number;
  /** Before clipping. */
  readonly gradientNorm: number;
  readonly learningRate: number;
}

export interface StepEvaluation extends Evaluation {
  readonly step: number;
}

export type TrainEvent =
  | ({
      readonly kind: 'step';
      readonly steps: number;
      /** Of steps alone, without evaluations and checkpoints. */
      readonly tokensPerSecond: number;
      /** Guessed from all that this call has done so far. */
      readonly secondsLeft: number;
    } & CurvePoint)
  /** Of some steps, about a hundred in a run, where causal heads select by thresholds that move. */
  | ({ readonly kind: 'selection' } & StepSelection)
  /** `atStop`: by `evaluate.whenStopped`. */
  | ({ readonly kind: 'evaluation'; readonly atStop: boolean } & StepEvaluation)
  | { readonly kind: 'checkpoint'; readonly step: number; readonly best: boolean };

export interface TrainResult {
  /** The steps of this call. */
  readonly curve: readonly CurvePoint[];
  readonly evaluations: readonly StepEvaluation[];
  /** What causal heads took, of some steps after warm-up. */
  readonly selections: readonly StepSelection[];
  /** Where `evaluate.whenStopped` asked for it. */
  readonly atStop?: StepEvaluation;
  /** The state at the end. */
  readonly checkpoint: Checkpoint;
  /** True where the signal ended the run before its last step. */
  readonly stopped: boolean;
}
