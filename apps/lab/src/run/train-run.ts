import { type Graph, graphMemory, MosaError } from '@mosa-js/core';
import { bytesOf, placeholders } from '@mosa-js/core/adapter';
import { accumulatedGraphs, stepGraph } from '@mosa-js/core/training';
import {
  createLanguageModel,
  initModel,
  languageModel,
  layerScopes,
  type StepEvaluation,
  type StepSelection,
  type TrainEvent,
  type TrainOptions,
  type TrainResult,
  train,
  UnsavedError,
} from '@mosa-js/lm';
import { checkpointFiles, loadCheckpoint, saveCheckpoint } from '@mosa-js/lm/node';
import type { OpenBackend } from '../backends/open';
import type { Corpus } from '../data/corpus';
import { modelConfig, thresholdRule } from '../model/config';
import { modelCosts } from '../model/costs';
import { optimizerConfig } from '../model/optimizer';
import { fieldNames } from '../settings/fields';
import type { Settings } from '../settings/settings';
import { commit, thisMachine, versions } from './machine';
import { median } from './median';
import { type RunRecord, recordFormat } from './record';
import type { RunFolder } from './store';

export interface TrainRunOptions {
  readonly settings: Settings;
  readonly open: OpenBackend;
  readonly corpus: Corpus;
  readonly folder: RunFolder;
  /** Stops after the step under way, with a checkpoint. */
  readonly signal?: AbortSignal;
  /** Steps between checkpoints. Default: only when stopped. */
  readonly checkpointEvery?: number;
  /** Whether a finished run keeps its last checkpoint. Default true. */
  readonly keepCheckpoint?: boolean;
  /** Whether the checkpoint with the best evaluation is kept beside the last one. Default false. */
  readonly keepBest?: boolean;
  /** Whether a finished run is measured on the whole validation text. Default true. */
  readonly evaluateWhole?: boolean;
  /** Asked when the run is stopped, whether it is evaluated there. Default: it is not. */
  readonly evaluateWhenStopped?: () => boolean;
  /** How many runs share the device; for the record. */
  readonly parallel?: number;
  readonly onEvent?: (event: TrainEvent) => void;
}

/** How a run ended. */
export interface TrainedRun {
  readonly record: RunRecord;
  /** Why not all of it is in its folder. */
  readonly unsaved?: Error;
}

/** What a training step needs of the device's memory, counted from its graph. */
export function stepMemory(
  settings: Settings,
  vocabularySize: number,
  { backend }: OpenBackend,
): { stepPeakBytes: number; stateBytes: number } {
  const { batch, length, recompute, accumulate } = settings;
  const rule = thresholdRule(settings);
  const thresholds = rule && { by: rule.by, step: rule.step, warmup: false };
  const model = languageModel(modelConfig(settings, vocabularySize), { batch, length }, { thresholds });
  const options = {
    optimizer: optimizerConfig(settings),
    recompute: recompute ? layerScopes(settings) : [],
    backend,
  };
  const memory = (graph: Graph) => graphMemory(graph, backend.capabilities.elementwise);
  if (accumulate === 1) {
    const { peak, inputs } = memory(stepGraph(model, options));
    return { stepPeakBytes: peak, stateBytes: inputs };
  }
  const graphs = accumulatedGraphs(model, { ...options, accumulate });
  const [gradient, update] = [memory(graphs.gradient), memory(graphs.update)];
  // While a micro-batch is computed, the moments are there, too: what the update takes, and the batch.
  const tokens = Object.keys(model.inputs);
  const batchBytes = placeholders(graphs.gradient, 'input').reduce(
    (sum, { name, type }) => (tokens.includes(name) ? sum + bytesOf(type) : sum),
    0,
  );
  return { stepPeakBytes: Math.max(gradient.peak, update.peak), stateBytes: update.inputs + batchBytes };
}

/**
 * One training run in its folder. Goes on from what an earlier, unfinished one of the same settings left there; a finished
 * one is not run again.
 * @throws MosaError `config` where the folder holds a run of other settings; whatever training throws
 */
export async function trainRun(options: TrainRunOptions): Promise<TrainedRun> {
  const { settings, open, corpus, folder, signal, checkpointEvery, keepCheckpoint = true, onEvent } = options;
  const earlier = folder.read();
  if (earlier) checkSameRun(earlier, options);
  if (earlier?.status === 'complete') return { record: earlier };

  const vocabularySize = corpus.tokenizer.vocabularySize;
  const config = modelConfig(settings, vocabularySize);
  const thresholds = thresholdRule(settings);
  const resume = earlier && folder.hasCheckpoint() ? await loadCheckpoint(folder.checkpoint) : undefined;
  // A kill may have come between the two files: the checkpoint is what counts.
  const done = resume?.state.step ?? 0;
  const loss = earlier?.curve.loss.slice(0, done) ?? [];
  const gradientNorm = earlier?.curve.gradientNorm.slice(0, done) ?? [];
  const evaluations: StepEvaluation[] = earlier?.evaluations.filter(({ step }) => step <= done) ?? [];
  const selections: StepSelection[] = earlier?.selections?.filter(({ step }) => step <= done) ?? [];
  const before = resume ? (earlier?.seconds ?? 0) : 0;
  const began = performance.now();
  const stepSeconds: number[] = [];
  let lastEvent = performance.now();

  const fixed = {
    format: recordFormat,
    settings,
    backend: open.identity,
    machine: thisMachine(),
    versions,
    commit: commit(),
    data: { ...corpus.identity, vocabularySize },
    costs: { ...modelCosts(settings, vocabularySize), ...stepMemory(settings, vocabularySize, open) },
    started: earlier?.started ?? new Date().toISOString(),
  } as const;
  const recordOf = (status: RunRecord['status'], more: Pick<RunRecord, 'final' | 'atStop'> = {}): RunRecord => ({
    ...fixed,
    status,
    updated: new Date().toISOString(),
    curve: { loss, gradientNorm },
    evaluations,
    ...(thresholds ? { selections } : {}),
    ...more,
    seconds: before + (performance.now() - began) / 1000,
    ...(stepSeconds.length > 0 && !open.identity.software
      ? { tokensPerSecond: (settings.batch * settings.length) / median(stepSeconds) }
      : {}),
    ...(options.parallel && options.parallel > 1 ? { parallel: options.parallel } : {}),
  });
  const end = async (record: RunRecord, failure?: Error): Promise<TrainedRun> => {
    const unsaved = await folder.write(record).then(
      () => undefined,
      (error: Error) => error,
    );
    return { record, unsaved: failure ?? unsaved };
  };

  await folder.make();
  await folder.write(recordOf('running'));
  const { steps, seed, batch, length, accumulate, recompute, evaluateEvery, evaluateWindows, headDeviation } = settings;
  const windows = evaluateWindows === 0 ? undefined : evaluateWindows;
  const best = options.keepBest ? { best: folder.best } : {};
  const { stopped, checkpoint, atStop, failure } = await trained({
    backend: open.backend,
    config,
    optimizer: optimizerConfig(settings),
    data: { train: corpus.train, valid: corpus.valid },
    tokenizer: corpus.tokenizer,
    steps,
    seed,
    batch,
    length,
    accumulate,
    recompute,
    ...(thresholds ? { thresholds } : {}),
    evaluate: { every: evaluateEvery, windows, whenStopped: options.evaluateWhenStopped },
    checkpoint: {
      ...(checkpointEvery ? { every: checkpointEvery } : {}),
      prepare: checkpointFiles({ latest: folder.checkpoint, ...best }).prepare,
      async save(saved) {
        if (saved.state.step === steps && !keepCheckpoint) return;
        await folder.write(recordOf('running')); // first, so that there is a curve up to every checkpoint
        await saveCheckpoint(folder.checkpoint, saved);
      },
      ...(options.keepBest ? { saveBest: (best) => saveCheckpoint(folder.best, best) } : {}),
    },
    resume,
    ...(resume || headDeviation === 0 ? {} : { initial: initModel(config, seed, { headDeviation }) }),
    signal,
    onProgress(event) {
      if (event.kind === 'step') {
        loss.push(event.loss);
        gradientNorm.push(event.gradientNorm);
        stepSeconds.push((performance.now() - lastEvent) / 1000);
      } else if (event.kind === 'selection') {
        const { kind: _, ...selection } = event;
        selections.push(selection);
      } else if (event.kind === 'evaluation' && !event.atStop) {
        const { kind: _, atStop: __, ...evaluation } = event;
        evaluations.push(evaluation);
      }
      lastEvent = performance.now();
      onEvent?.(event);
    },
  });
  if (stopped) return end(recordOf('stopped', atStop && { atStop }), failure);
  const last = evaluations.at(-1);
  const measured = windows === undefined && last?.step === steps;
  const final = measured || options.evaluateWhole === false ? last : await measureWhole();
  if (!keepCheckpoint) folder.dropCheckpoint();
  return end(recordOf('complete', final && { final }), failure);

  async function measureWhole(): Promise<StepEvaluation> {
    const model = await createLanguageModel(open.backend, config, checkpoint.state);
    try {
      return { step: steps, ...(await model.evaluate(corpus.valid, { batch: batch / accumulate, length })) };
    } finally {
      await model.dispose();
    }
  }
}

/** What a run came to, also where its checkpoint could not be saved. */
async function trained(options: TrainOptions): Promise<TrainResult & { readonly failure?: UnsavedError }> {
  try {
    return await train(options);
  } catch (failure) {
    if (!(failure instanceof UnsavedError)) throw failure;
    return { ...failure.result, failure };
  }
}

/** @throws MosaError `config`, naming all that differs */
function checkSameRun(earlier: RunRecord, { settings, open, corpus, folder }: TrainRunOptions): void {
  const differences = fieldNames
    .filter((name) => name !== 'data' && name !== 'valid') // the same text may lie elsewhere
    .filter((name) => earlier.settings[name] !== settings[name])
    .map((name) => `${name} was ${earlier.settings[name]}, is ${settings[name]}`);
  for (const part of ['train', 'valid'] as const) {
    if (earlier.data[part].sha256 !== corpus.identity[part].sha256) differences.push(`another text for ${part}`);
  }
  if (earlier.backend.name !== open.identity.name)
    differences.push(`backend was ${earlier.backend.name}, is ${open.identity.name}`);
  if (differences.length === 0) return;
  const expected = 'a folder for this run (take another with --out, or start anew with --fresh)';
  throw new MosaError('config', folder.path, expected, `one of another run: ${differences.join('; ')}`);
}
