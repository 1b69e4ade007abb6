import { MosaError } from '@mosa-js/core';
import type { TrainResult } from './options';

/**
 * A checkpoint could not be saved, which ends a run. What the run has come to is in `result`: the checkpoint that was to be
 * saved, to be saved elsewhere or gone on from, and the curve and the evaluations up to its step.
 */
export class UnsavedError extends MosaError {
  readonly result: TrainResult;

  constructor(cause: unknown, result: TrainResult, rest: string) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const { code, where, expected, actual } =
      cause instanceof MosaError
        ? cause
        : { code: 'output' as const, where: 'train checkpoint', expected: 'one that can be saved', actual: message };
    super(code, where, expected, `${actual}; ${rest}`, { cause });
    this.result = result;
  }
}
