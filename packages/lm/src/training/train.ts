import { createTrainer, MosaError, type Trainer, type TrainingState } from '@mosa-js/core';
import type { Checkpoint, RunSettings } from '../checkpoint/checkpoint';
import { layerScopes } from '../config';
import { initModel } from '../init';
import { languageModel } from '../language-model';
import { evaluateLosses } from './evaluate';
import { createKeeper, withCheckpoint } from './keeper';
import type { CurvePoint, StepEvaluation, TrainOptions, TrainResult } from './options';
import { pause } from './pause';
import { prepare } from './prepare';
import { stepInputs } from './step-inputs';

/**
 * Trains a language model. The batch and the dropout of a step depend on seed and step alone, so a run that was stopped or
 * killed and goes on from a checkpoint has the loss curve of one that never stopped.
 * @throws MosaError `config` or `data` before any device work; `diverged` where a loss is not finite, naming the step and
 *   the op; whatever the backend or `save` throws. The last good checkpoint stays, and the error says of which step it is
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const run = prepare(options);
  const { backend, config, optimizer, batch, length, recompute } = options;
  const state = startOf(options);
  const scopes = recompute ? layerScopes(config) : [];
  const model = languageModel(config, { batch, length });
  const trainer = await createTrainer(backend, model, { optimizer, state, recompute: scopes });
  try {
    return await loop(options, run, trainer);
  } finally {
    await trainer.dispose();
  }
}

function startOf({ config, seed, resume, initial }: TrainOptions): TrainingState {
  if (resume) return resume.state;
  // Of the state of a checkpoint, the parameters alone: a new run starts at step 1, with fresh moments.
  const { parameters, buffers } = initial ?? initModel(config, seed);
  return { step: 0, parameters, buffers };
}

async function loop(options: TrainOptions, run: RunSettings, trainer: Trainer): Promise<TrainResult> {
  const { config, optimizer, data, steps, batch, length, seed, resume, signal, onProgress } = options;
  const tokenizer = options.tokenizer?.toJSON() ?? resume?.tokenizer;
  const { every = steps, save, saveBest } = options.checkpoint ?? {};
  const keeper = createKeeper(save, resume?.state.step);
  const clock = startClock(options, trainer.step);
  const curve: CurvePoint[] = [];
  const evaluations: StepEvaluation[] = [];
  let best = resume?.best;

  const inputsOf = (step: number) => stepInputs(config, data.train.tokens, { batch, length, seed, step });
  const checkpointNow = async (): Promise<Checkpoint> => ({
    config,
    optimizer,
    run,
    state: await trainer.state(),
    ...(tokenizer ? { tokenizer } : {}),
    ...(best ? { best } : {}),
  });
  const confirm = async () => {
    const before = keeper.saved;
    await keeper.confirm();
    if (keeper.saved !== before) onProgress?.({ kind: 'checkpoint', step: keeper.saved!, best: false });
  };

  async function takeStep(): Promise<void> {
    const start = clock.now();
    const { outputs, ...point } = await trainer.run(inputsOf(trainer.step + 1));
    for (const tensor of Object.values(outputs)) tensor.dispose();
    curve.push(point);
    await pause();
    onProgress?.({ kind: 'step', ...point, steps, ...clock.stepDone(start, point.step) });
    await confirm(); // its finite loss proves the state before it
  }

  async function evaluate(windows: number | undefined): Promise<void> {
    const losses = await evaluateLosses((inputs) => trainer.evaluate(inputs), config, data.valid!, {
      batch,
      length,
      windows,
    });
    checkFinite(losses.loss, `evaluation after step ${trainer.step}`);
    const evaluation = { step: trainer.step, ...losses };
    evaluations.push(evaluation);
    onProgress?.({ kind: 'evaluation', ...evaluation });
    if (best && best.loss <= losses.loss) return;
    best = { step: trainer.step, loss: losses.loss };
    if (!saveBest) return;
    await saveBest(await checkpointNow());
    onProgress?.({ kind: 'checkpoint', step: trainer.step, best: true });
  }

  /** Nothing follows the last step that could prove it good, so a batch is evaluated. */
  async function prove(): Promise<void> {
    const { loss, outputs } = await trainer.evaluate(inputsOf(trainer.step + 1));
    for (const tensor of Object.values(outputs)) tensor.dispose();
    checkFinite(loss, `training step ${trainer.step + 1}`);
  }

  try {
    while (trainer.step < steps && !signal?.aborted) {
      await takeStep();
      const isLast = trainer.step === steps || signal?.aborted === true;
      const evaluates = options.evaluate && (trainer.step === steps || trainer.step % options.evaluate.every === 0);
      if (evaluates) await evaluate(options.evaluate!.windows);
      if (isLast || trainer.step % every !== 0) continue;
      if (save) keeper.take(await checkpointNow());
      if (evaluates) await confirm();
    }
    const checkpoint = await checkpointNow();
    if (save && keeper.saved !== trainer.step) {
      if (evaluations.at(-1)?.step !== trainer.step) await prove();
      keeper.take(checkpoint);
      await confirm();
    }
    return { curve, evaluations, checkpoint, stopped: trainer.step < steps };
  } catch (error) {
    throw withCheckpoint(error, keeper.saved);
  }
}

function checkFinite(loss: number, where: string): void {
  if (!Number.isFinite(loss)) throw new MosaError('diverged', where, 'a finite loss', `${loss}`);
}

function startClock({ batch, length, steps }: TrainOptions, first: number) {
  const now = () => performance.now() / 1000;
  const began = now();
  let inSteps = 0;
  return {
    now,
    stepDone(start: number, step: number) {
      inSteps += now() - start;
      const done = step - first;
      const tokensPerSecond = (done * batch * length) / inSteps;
      return { tokensPerSecond, secondsLeft: ((now() - began) / done) * (steps - step) };
    },
  };
}
