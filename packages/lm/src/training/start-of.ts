import { hostTensor } from '@mosa-js/core';
import type { TrainingState } from '@mosa-js/core/training';
import type { RunSettings } from '../checkpoint/checkpoint';
import { initModel } from '../init';
import { bufferShapes, isThreshold } from '../parameters';
import type { TrainOptions } from './options';

/** What a run starts from: the state of its checkpoint, given parameters, or those of its seed. */
export function startOf(
  { config, seed, resume, initial }: Pick<TrainOptions, 'config' | 'seed' | 'resume' | 'initial'>,
  { thresholds }: RunSettings,
): TrainingState {
  if (resume) return resume.state;
  if (!initial) return { step: 0, ...initModel(config, seed) };
  // Of the state of a checkpoint, the parameters alone: a new run starts at step 1, with fresh moments.
  const { parameters, buffers } = initial;
  // Weights of expert choice have no thresholds, and need none where warm-up makes them.
  const made = thresholds?.warmup ? Object.entries(bufferShapes(config)).filter(([name]) => isThreshold(name)) : [];
  const zeros = made.map(([name, shape]) => [name, hostTensor(new Float32Array(shape[0]!), shape)]);
  return { step: 0, parameters, buffers: { ...Object.fromEntries(zeros), ...buffers } };
}
