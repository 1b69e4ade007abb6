import { MosaError } from '@mosa-js/core';
import type { Checkpoint } from '../checkpoint/checkpoint';
import type { SaveCheckpoint } from './options';
import { UnsavedError } from './unsaved-error';

/**
 * Saves checkpoints only once they are known to be good. A step may have a finite loss and still leave parameters that
 * have none: so what was taken after a step waits until the next step, or an evaluation, has found a finite loss.
 */
export interface Keeper {
  /** A checkpoint that nothing has proved yet. Replaces one that still waits. */
  take(checkpoint: Checkpoint): void;
  /** The state that was taken last is good: it is saved. */
  confirm(): Promise<void>;
  /** Step of the last one that was saved. */
  readonly saved: number | undefined;
}

export function createKeeper(save: SaveCheckpoint | undefined, saved?: number): Keeper {
  let waiting: Checkpoint | undefined;
  return {
    get saved() {
      return saved;
    },
    take(checkpoint) {
      if (save) waiting = checkpoint;
    },
    async confirm() {
      if (!waiting) return;
      const checkpoint = waiting;
      waiting = undefined;
      await save!(checkpoint);
      saved = checkpoint.state.step;
    },
  };
}

/** The same error, saying what can be gone on from. */
export function withCheckpoint(error: unknown, saved: number | undefined): unknown {
  if (!(error instanceof MosaError) || error instanceof UnsavedError) return error;
  const { code, where, expected, actual } = error;
  return new MosaError(code, where, expected, `${actual}; ${lastOf(saved)}`, { cause: error });
}

/** Which checkpoint there is, in words. */
export function lastOf(saved: number | undefined): string {
  return saved === undefined ? 'no checkpoint was saved' : `the last checkpoint is that of step ${saved}`;
}
