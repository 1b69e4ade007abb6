import { type Graph, MosaError } from '@mosa-js/core';
import { checkFields } from '@mosa-js/core/adapter';
import type { Checkpoint } from '../checkpoint/checkpoint';
import type { CurvePoint, TrainOptions } from './options';
import { ownOptions } from './own-options';
import { createRunTrainer } from './phases';
import { prepare, trainFields } from './prepare';
import { startOf } from './start-of';
import { stepInputs } from './step-inputs';

/** What `train` does between steps. */
const between = ['evaluate', 'checkpoint', 'signal', 'onProgress'] as const;
const fields = trainFields.filter((name) => !between.some((one) => one === name));

/** Those of `train` that say what a step is, without those that say what happens between steps. */
export type TrainingRunOptions = Omit<TrainOptions, (typeof between)[number]>;

/** A run whose steps are taken one by one, by whoever asks for them. */
export interface TrainingRun {
  /** Steps done. */
  readonly step: number;
  /** The step as a graph, for its memory and work; with `accumulate`, that of one micro-batch. */
  readonly graph: Graph;
  /**
   * Takes the next step. Calls queue up.
   * @throws MosaError `input` where all steps are done; `diverged` and `backend` as `train`: the state is then that before the step
   */
  next(): Promise<CurvePoint>;
  /** What a run goes on from, here or in `train`. */
  checkpoint(): Promise<Checkpoint>;
  dispose(): Promise<void>;
}

/**
 * The steps of `train`, for a page that trains several models in turns, or draws between two steps: the same batches, dropout,
 * thresholds and losses.
 * @throws MosaError `config` or `data` before any device work; whatever the backend throws
 * @example
 * ```js
 * import { byteTokenizer, createTrainingRun, encodeText } from '@mosa-js/lm';
 * import { createReferenceBackend } from '@mosa-js/reference';
 *
 * const tokenizer = byteTokenizer();
 * const run = await createTrainingRun({
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
 *   steps: 2,
 *   batch: 2,
 *   length: 16,
 *   seed: 1,
 * });
 * while (run.step < 2) console.log((await run.next()).loss);
 * const { state } = await run.checkpoint();
 * console.log(state.step); // 2
 * await run.dispose();
 * ```
 */
export async function createTrainingRun(given: TrainingRunOptions): Promise<TrainingRun> {
  checkFields(given, fields, 'createTrainingRun');
  const run = prepare(given);
  const options = ownOptions(given);
  const { config, optimizer, data, steps, batch, length, seed, resume } = options;
  const tokenizer = options.tokenizer?.toJSON() ?? resume?.tokenizer;
  const trainer = await createRunTrainer(options, startOf(options, run), run.thresholds);

  async function nextNow(): Promise<CurvePoint> {
    const step = trainer.step + 1;
    if (step > steps)
      throw new MosaError('input', 'training run next', `at most the ${steps} steps of the run`, 'one more');
    const inputs = stepInputs(config, data.train.tokens, { batch, length, seed, step, thresholds: run.thresholds });
    const { outputs, ...point } = await trainer.run(inputs);
    for (const tensor of Object.values(outputs)) tensor.dispose();
    return point;
  }

  let last: Promise<unknown> = Promise.resolve();
  return {
    get step() {
      return trainer.step;
    },
    get graph() {
      return trainer.graph;
    },
    next() {
      const own = last.then(nextNow);
      last = own.catch(() => undefined);
      return own;
    },
    async checkpoint() {
      await last;
      const best = resume?.best ? { best: resume.best } : {}; // nothing is evaluated here
      return { config, optimizer, run, state: await trainer.state(), ...(tokenizer ? { tokenizer } : {}), ...best };
    },
    async dispose() {
      await last;
      await trainer.dispose();
    },
  };
}
