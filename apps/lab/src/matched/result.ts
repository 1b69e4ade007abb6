import type { BackendIdentity } from '../backends/open';
import type { Ending } from '../jobs/job';
import type { RunRecord } from '../run/record';
import type { Settings } from '../settings/settings';
import type { StepTimes } from './side-by-side';

export const matchedFormat = 'mosa-lab-matched';

/** What repeats a search. */
export interface MatchedPlan {
  /** The dense baseline. */
  readonly settings: Settings;
  readonly keepDenseHeads: number;
  readonly sparsity: number;
  readonly start: number;
  readonly most: number;
  readonly precision: number;
}

/** The JSON of a search for the smallest MoSA hybrid that reaches the dense perplexity. */
export interface MatchedResult {
  readonly format: typeof matchedFormat;
  readonly plan: MatchedPlan;
  readonly backend: BackendIdentity;
  /** The dense baseline first. */
  readonly runs: readonly MatchedRun[];
  /** MoSA heads beside the dense ones; absent where none reached it. */
  readonly heads?: number;
  /** Whether fewer heads were shown not to reach it. False where the search was stopped. */
  readonly isSmallest: boolean;
  readonly times?: StepTimes;
}

export interface MatchedRun {
  readonly id: string;
  readonly sparseHeads: number;
  readonly status: Ending['status'];
  readonly reason?: string;
  readonly record?: RunRecord;
}
