import { createTrainer, type Trainer, type TrainingState } from '@mosa-js/core/training';
import { layerScopes } from '../config';
import { languageModel } from '../language-model';
import type { TrainOptions } from './options';
import type { ThresholdRule } from './threshold-rule';

/** A trainer as a run uses it: its first steps may be of another graph than the rest. */
export type RunTrainer = Pick<Trainer, 'step' | 'graph' | 'run' | 'evaluate' | 'state' | 'dispose'>;

/**
 * The trainer of a run. After warm-up of thresholds its state moves to a trainer of causal steps: by way of the host, once, so that
 * the device never holds two programs.
 * @throws MosaError as `createTrainer`, for either
 */
export async function createRunTrainer(
  options: TrainOptions,
  state: TrainingState,
  rule: ThresholdRule | undefined,
): Promise<RunTrainer> {
  const { backend, config, optimizer, batch, length, recompute, accumulate } = options;
  const isWarmup = (steps: number) => rule !== undefined && steps < rule.warmup;
  const create = (from: TrainingState) => {
    const thresholds = rule && { by: rule.by, step: rule.step, warmup: isWarmup(from.step) };
    const model = languageModel(config, { batch, length }, { thresholds });
    const scopes = recompute ? layerScopes(config) : [];
    return createTrainer(backend, model, { optimizer, state: from, recompute: scopes, accumulate });
  };
  let warms = isWarmup(state.step);
  let trainer = await create(state);
  return {
    get step() {
      return trainer.step;
    },
    get graph() {
      return trainer.graph;
    },
    async run(inputs) {
      if (warms && !isWarmup(trainer.step)) {
        const reached = await trainer.state();
        await trainer.dispose();
        trainer = await create(reached);
        warms = false;
      }
      return trainer.run(inputs);
    },
    evaluate: (inputs) => trainer.evaluate(inputs),
    state: () => trainer.state(),
    dispose: () => trainer.dispose(),
  };
}
