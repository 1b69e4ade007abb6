import type { OptimizerConfig } from '@mosa-js/core/training';
import type { Settings } from '../settings/settings';

/** The optimizer that settings describe. The cosine ends with the last step. */
export function optimizerConfig(settings: Settings): OptimizerConfig {
  const { learningRate, minLearningRate, decay, warmupSteps, beta1, beta2, epsilon, weightDecay, clip, steps } =
    settings;
  return {
    learningRate,
    beta1,
    beta2,
    epsilon,
    weightDecay,
    warmupSteps,
    ...(clip > 0 ? { clip } : {}),
    ...(decay === 'cosine' ? { decaySteps: steps, minLearningRate } : {}),
  };
}
