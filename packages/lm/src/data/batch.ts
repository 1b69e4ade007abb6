import { type HostTensor, MosaError } from '@mosa-js/core';
import { randomSource } from '@mosa-js/core/training';
import type { BatchSize } from '../language-model';
import { ignoredTarget } from '../model/cross-entropy';
import { mixSeeds } from '../random';
import { checkLength } from './token-data';
import type { Window } from './windows';

/** Tokens and the ones that follow them, int32 [B, T] each. A target of −1 counts for nothing. */
export interface Batch {
  readonly tokens: HostTensor;
  readonly targets: HostTensor;
}

/**
 * B windows of T tokens from anywhere in the text. Which ones depends on seed and step alone: not on the backend, and not
 * on the steps before, so that a run that was resumed sees what it would have seen.
 * @throws MosaError `data` where the text is shorter than a block
 */
export function sampleBatch(
  tokens: Int32Array,
  { batch, length, seed, step }: BatchSize & { readonly seed: number; readonly step: number },
): Batch {
  checkLength(tokens, length, 'sampleBatch');
  const next = randomSource(mixSeeds(seed, step, 0));
  const windows = Array.from({ length: batch }, () => ({
    start: Math.floor(next() * (tokens.length - length)),
    skip: 0,
  }));
  return batchOf(tokens, windows, { batch, length });
}

/** Windows as a batch. Rows that are left over have token 0, and targets that count for nothing. */
export function batchOf(tokens: Int32Array, windows: readonly Window[], { batch, length }: BatchSize): Batch {
  if (windows.length > batch) throw new MosaError('data', 'batchOf', `at most ${batch} windows`, `${windows.length}`);
  const inputs = new Int32Array(batch * length);
  const targets = new Int32Array(batch * length).fill(ignoredTarget);
  windows.forEach(({ start, skip }, row) => {
    inputs.set(tokens.subarray(start, start + length), row * length);
    targets.set(tokens.subarray(start + 1 + skip, start + 1 + length), row * length + skip);
  });
  const shape = [batch, length];
  return {
    tokens: { shape, dtype: 'int32', data: inputs },
    targets: { shape, dtype: 'int32', data: targets },
  };
}
