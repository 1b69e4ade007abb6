import type { Backend } from '@mosa-js/core';
import { createTrainer, type StepReport, type TrainingState } from '@mosa-js/core/training';
import type { TrainSpec } from './spec';

/** What a backend made of a run. */
export interface TrainedRun {
  readonly reports: readonly Pick<StepReport, 'loss' | 'gradientNorm' | 'learningRate'>[];
  /** After the last step. */
  readonly last: TrainingState;
}

/**
 * Trains as a user would, with core's trainer: the state stays on the device from step to step.
 * @param onFirst told the state after the first step. Default: it is not read
 */
export async function runSteps(
  backend: Backend,
  spec: TrainSpec,
  onFirst?: (state: TrainingState) => void,
): Promise<TrainedRun> {
  const { model, optimizer, recompute, parameters, buffers, batches } = spec;
  const trainer = await createTrainer(backend, model, {
    optimizer,
    recompute,
    state: { step: 0, parameters, buffers },
  });
  try {
    const reports: TrainedRun['reports'][number][] = [];
    for (const batch of batches) {
      const { outputs, ...report } = await trainer.run(batch);
      for (const tensor of Object.values(outputs)) tensor.dispose();
      reports.push(report);
      if (reports.length === 1) onFirst?.(await trainer.state());
    }
    return { reports, last: await trainer.state() };
  } finally {
    await trainer.dispose();
  }
}
