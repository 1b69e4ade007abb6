import type { TrainEvent } from '@mosa-js/lm';
import type { Settings } from '../settings/settings';

/** A training run for a process of its own. */
export interface Job {
  /** Unique in its folder, and the name of its own one. */
  readonly id: string;
  readonly settings: Settings;
  readonly backend: string;
  readonly folder: string;
  readonly dataDir?: string;
  readonly checkpointEvery?: number;
  readonly keepCheckpoint?: boolean;
  /** Whether a finished run is measured on the whole validation text. Default true. */
  readonly evaluateWhole?: boolean;
  /** How many run at a time. */
  readonly parallel: number;
}

export type StepEvent = Extract<TrainEvent, { kind: 'step' }>;

/** What a worker tells. */
export type WorkerMessage =
  | { readonly type: 'step'; readonly event: StepEvent }
  | { readonly type: 'done'; readonly status: 'complete' | 'stopped' }
  | { readonly type: 'failed'; readonly reason: string };

/** How a job ended. Its record, where there is one, is in its folder. */
export type Ending =
  | { readonly status: 'complete' | 'stopped' | 'not started' }
  | { readonly status: 'failed'; readonly reason: string };
