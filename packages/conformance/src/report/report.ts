/** What became of a case. A skip or xfail has a reason; an xpass (an expected failure that passed) fails the run. */
export const statuses = ['pass', 'fail', 'skip', 'unsupported', 'xfail', 'xpass'] as const;
export type Status = (typeof statuses)[number];

export interface CaseResult {
  /** Stable: `mosa/forward:b=2;t=64;e=4;rho=8;seed=7`. `groupOf` gives its heading. */
  readonly id: string;
  readonly status: Status;
  /** Largest error, in the same unit as `bound`. */
  readonly error?: number;
  /** Largest error that passes at the place of the largest error ÷ bound. */
  readonly bound?: number;
  /** First stage that failed: logits, selection, attention, output, … */
  readonly stage?: string;
  /** Why, in plain words, for anything that is not a plain pass. */
  readonly reason?: string;
}

/** What was tested, when and on what, where whoever started the run said of which sources. */
export interface Origin {
  /** The sources, such as a hash or a commit. */
  readonly sources: string;
  /** The day, as `2026-11-26`. */
  readonly date: string;
  /** `Node 20.20.2, linux x64`. */
  readonly system: string;
}

export interface BackendReport {
  readonly name: string;
  readonly device: string;
  /** Library and version. */
  readonly library: string;
  /** What was asked for to get it, such as its package, where that is not just its name. */
  readonly asked?: readonly string[];
  readonly status: 'ran' | 'unavailable';
  /** Why it is unavailable, and how to get it. */
  readonly reason?: string;
  readonly origin?: Origin;
  readonly cases: readonly CaseResult[];
}

export interface Report {
  /** Version of the suite. */
  readonly suite: string;
  readonly backends: readonly BackendReport[];
}
