import { type DeviceTensor, MosaError } from '@mosa-js/core';
import type { Checkpoint, RunSettings } from '../checkpoint/checkpoint';
import { evaluateLosses, type RunLosses } from './evaluate';
import { createKeeper, lastOf, withCheckpoint } from './keeper';
import type { CurvePoint, SaveCheckpoint, StepEvaluation, TrainOptions, TrainResult } from './options';
import { ownOptions } from './own-options';
import { pause } from './pause';
import { createRunTrainer, type RunTrainer } from './phases';
import { prepare } from './prepare';
import { isReported, type LayerSelection, readSelection, type StepSelection } from './selection-report';
import { startOf } from './start-of';
import { stepInputs, thresholdInputs } from './step-inputs';
import { UnsavedError } from './unsaved-error';

/**
 * Trains a language model on data, state and settings as they are when this is called. The batch and the dropout of a step
 * depend on seed and step alone, so a run that was stopped or killed and goes on from a checkpoint has the loss curve of one
 * that never stopped.
 * @throws MosaError `config` or `data` before any device work; `diverged` where a loss is not finite, naming the step and
 *   the op; whatever the backend or `checkpoint.prepare` throws. The last good checkpoint stays, and the error says of which
 *   step it is
 * @throws UnsavedError where `save` or `saveBest` throws, with what the run has come to
 * @example
 * ```js
 * import { byteTokenizer, encodeText, train } from '@mosa-js/lm';
 * import { createReferenceBackend } from '@mosa-js/reference';
 *
 * const tokenizer = byteTokenizer();
 * const { curve } = await train({
 *   backend: createReferenceBackend(),
 *   config: {
 *     vocabularySize: tokenizer.vocabularySize,
 *     dModel: 8,
 *     layers: 1,
 *     attention: { kind: 'mosa', dModel: 8, dHead: 4, heads: 2, sparsity: 4 },
 *   },
 *   optimizer: { learningRate: 1e-3 },
 *   tokenizer,
 *   data: { train: encodeText(tokenizer, 'Few tokens are chosen. '.repeat(9)) },
 *   steps: 3,
 *   batch: 2,
 *   length: 16,
 *   seed: 1,
 * });
 * console.log(curve.map(({ loss }) => loss));
 * ```
 */
export async function train(given: TrainOptions): Promise<TrainResult> {
  const run = prepare(given);
  const options = ownOptions(given);
  await options.checkpoint?.prepare?.();
  const trainer = await createRunTrainer(options, startOf(options, run), run.thresholds);
  try {
    return await loop(options, run, trainer);
  } finally {
    await trainer.dispose();
  }
}

async function loop(options: TrainOptions, run: RunSettings, trainer: RunTrainer): Promise<TrainResult> {
  const { config, optimizer, data, steps, batch, length, seed, resume, signal, onProgress } = options;
  const tokenizer = options.tokenizer?.toJSON() ?? resume?.tokenizer;
  const { every = steps } = options.checkpoint ?? {};
  const save = saving(options.checkpoint?.save);
  const saveBest = saving(options.checkpoint?.saveBest);
  const keeper = createKeeper(save, resume?.state.step);
  const clock = startClock(options, trainer.step);
  const curve: CurvePoint[] = [];
  const evaluations: StepEvaluation[] = [];
  const selections: StepSelection[] = [];
  let best = resume?.best;

  const { thresholds } = run;
  const inputsOf = (step: number) => stepInputs(config, data.train.tokens, { batch, length, seed, step, thresholds });
  let next = { step: 0, inputs: {} as ReturnType<typeof stepInputs> };
  /** Draws the inputs of a step while the device computes the one before: for dropout that takes the host milliseconds. */
  async function prepareNext(step: number): Promise<void> {
    await pause(); // the device has its step by then
    if (step <= steps && !signal?.aborted) next = { step, inputs: inputsOf(step) };
  }
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
    const step = trainer.step + 1;
    const inputs = next.step === step ? next.inputs : inputsOf(step);
    const [{ outputs, ...point }] = await Promise.all([trainer.run(inputs), prepareNext(step + 1)]);
    const layers = await selectionOf(outputs, point.step);
    curve.push(point);
    await pause();
    onProgress?.({ kind: 'step', ...point, steps, ...clock.stepDone(start, point.step) });
    if (layers.length > 0) {
      const selection = { step: point.step, layers };
      selections.push(selection);
      onProgress?.({ kind: 'selection', ...selection });
    }
    await confirm(); // its finite loss proves the state before it
  }

  async function selectionOf(outputs: Readonly<Record<string, DeviceTensor>>, step: number): Promise<LayerSelection[]> {
    try {
      return isReported(step, steps) ? await readSelection(config, length, outputs) : [];
    } finally {
      for (const tensor of Object.values(outputs)) tensor.dispose();
    }
  }

  /** A checkpoint that cannot be saved is not lost, nor is what led to it. */
  function saving(own: SaveCheckpoint | undefined): SaveCheckpoint | undefined {
    if (own === undefined) return undefined;
    return async (checkpoint) => {
      try {
        await own(checkpoint);
      } catch (error) {
        const { step } = checkpoint.state;
        const upTo = <P extends { readonly step: number }>(points: readonly P[]) =>
          points.filter((point) => point.step <= step);
        const kept = { curve: upTo(curve), evaluations: upTo(evaluations), selections: upTo(selections) };
        const result = { ...kept, checkpoint, stopped: step < steps };
        throw new UnsavedError(error, result, lastOf(keeper.saved));
      }
    };
  }

  async function measure(): Promise<StepEvaluation> {
    const { windows } = options.evaluate!;
    const run: RunLosses = (inputs) => trainer.evaluate({ ...inputs, ...thresholdInputs(thresholds, 1) });
    const losses = await evaluateLosses(run, config, data.valid!, {
      batch,
      length,
      windows,
    });
    checkFinite(losses.loss, `evaluation after step ${trainer.step}`);
    return { step: trainer.step, ...losses };
  }

  async function evaluate(): Promise<void> {
    const evaluation = await measure();
    evaluations.push(evaluation);
    onProgress?.({ kind: 'evaluation', atStop: false, ...evaluation });
    if (best && best.loss <= evaluation.loss) return;
    best = { step: trainer.step, loss: evaluation.loss };
    if (!saveBest) return;
    await saveBest(await checkpointNow());
    onProgress?.({ kind: 'checkpoint', step: trainer.step, best: true });
  }

  /** Where the run was stopped, and nothing else that is kept knows of it: a run that goes on is as if it had not stopped. */
  async function evaluateAtStop(): Promise<StepEvaluation | undefined> {
    const { whenStopped = false } = options.evaluate ?? {};
    const isMeasured = evaluations.at(-1)?.step === trainer.step;
    if (!signal?.aborted || trainer.step === steps || isMeasured) return undefined;
    if (!(typeof whenStopped === 'function' ? whenStopped(signal.reason) : whenStopped)) return undefined;
    const evaluation = await measure();
    onProgress?.({ kind: 'evaluation', atStop: true, ...evaluation });
    return evaluation;
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
      if (evaluates) await evaluate();
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
    const atStop = await evaluateAtStop(); // after the checkpoint, which may be all there is time for
    return { curve, evaluations, selections, ...(atStop && { atStop }), checkpoint, stopped: trainer.step < steps };
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
