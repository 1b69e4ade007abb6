import { type Graph, type Named, type TensorOps, type TensorType, trace } from '@mosa-js/core';
import type { TrainableModel } from '@mosa-js/core/training';
import type { LanguageModelConfig } from './config';
import { movedCentres, sumsOfCentres } from './model/centres';
import { crossEntropy } from './model/cross-entropy';
import type { DropoutKeys } from './model/dropout';
import { dropoutAxes, dropoutTypes } from './model/dropout-keys';
import { forward } from './model/forward';
import { takenAxes, takenOutputs } from './model/taken';
import { keepInput, keepType, type MovedThresholds, movedThresholds, sumsOfThresholds } from './model/thresholds';
import { bufferShapes, parameterShapes } from './parameters';
import { checkBatchSize } from './sizes';

/** Size of what goes through a model at once. */
export interface BatchSize {
  /** B: sequences. */
  readonly batch: number;
  /** T: tokens of each. */
  readonly length: number;
}

export interface LanguageModelOptions {
  /** Moves the thresholds of causal heads in training. Default: they stay as they are. */
  readonly thresholds?: MovedThresholds;
}

/**
 * A language model as core's trainer takes it. Inputs: `tokens` and `targets` int32 [B, T], `dropout.rows` and
 * `dropout.columns` where the configuration has dropout, `dropout.attention.rows` and `dropout.attention.columns` where it has
 * that of attention, and `thresholds.keep` float32 [2] where thresholds move: `stepInputs` makes all of them. In evaluation the output `losses` float32 [B, T] holds the nats of each target, 0 where the target is −1.
 * Where thresholds move, `taken/GROUP` and `dropped/GROUP` int32 [E, B] count a training step's tokens, but not in warm-up.
 * With core's `accumulate`, micro-batches have the dropout and move the centres of routing heads as the whole batch does, and
 * thresholds by the mean of their own places; the loss is that of the batch where no target is −1.
 * @throws MosaError `config`
 */
export function languageModel(
  config: LanguageModelConfig,
  { batch, length }: BatchSize,
  { thresholds }: LanguageModelOptions = {},
): TrainableModel {
  checkBatchSize({ batch, length }, 'languageModel');
  const ids: TensorType = { shape: [batch, length], dtype: 'int32' };
  return {
    parameters: parameterShapes(config),
    buffers: bufferShapes(config),
    inputs: {
      tokens: ids,
      targets: ids,
      ...dropoutTypes(config, { batch, length }),
      ...(thresholds ? { [keepInput]: keepType } : {}),
    },
    batchAxes: {
      inputs: { tokens: 0, targets: 0, ...dropoutAxes(config) },
      outputs: { losses: 0, ...(thresholds ? takenAxes(config) : {}) },
    },
    loss<T>(ops: TensorOps<T>, inputs: Named<T>, weights: Named<T>, training: boolean) {
      const keys = training ? keysOf(ops, inputs, 'dropout') : undefined;
      const attentionKeys = training ? keysOf(ops, inputs, 'dropout.attention') : undefined;
      const lookAhead = training && thresholds?.warmup === true;
      const { logits, groups } = forward(ops, inputs.tokens!, weights, config, { keys, attentionKeys, lookAhead });
      const { loss, losses } = ops.scope('loss', () => crossEntropy(ops, logits, inputs.targets!));
      if (!training) return { loss, outputs: { losses } };
      const centres = sumsOfCentres(ops, groups, weights, config);
      if (!thresholds) return { loss, sums: centres };
      const sums = { ...centres, ...sumsOfThresholds(ops, groups, weights, config, inputs[keepInput]!) };
      return { loss, sums, ...(lookAhead ? {} : { outputs: takenOutputs(ops, groups, config) }) };
    },
    moveBuffers: (ops, buffers, sums) => ({
      ...movedCentres(ops, buffers, sums),
      ...(thresholds ? movedThresholds(ops, buffers, sums, config, { ...thresholds, length }) : {}),
    }),
  };
}

/**
 * The forward pass as a graph: tokens int32 [B, T] → logits float32 [B, T, V]. Weights are the parameters and buffers.
 * @throws MosaError `config`
 */
export function languageModelGraph(config: LanguageModelConfig, { batch, length }: BatchSize): Graph {
  checkBatchSize({ batch, length }, 'languageModelGraph');
  return trace((ops, { tokens }, weights) => ({ logits: forward(ops, tokens!, weights, config).logits }), {
    inputs: { tokens: { shape: [batch, length], dtype: 'int32' } },
    weights: weightTypes(config),
  });
}

/** Types of parameters and buffers together. @throws MosaError `config` */
export function weightTypes(config: LanguageModelConfig): Record<string, TensorType> {
  const shapes = { ...parameterShapes(config), ...bufferShapes(config) };
  return Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, { shape, dtype: 'float32' }]));
}

/** The keys of each site, where there are some: [sites, 2, …S] → [2, …S] a site, of rows and of columns. */
function keysOf<T>(ops: TensorOps<T>, inputs: Named<T>, name: string): DropoutKeys<T>[] | undefined {
  const [rows, columns] = [inputs[`${name}.rows`], inputs[`${name}.columns`]];
  if (rows === undefined || columns === undefined) return undefined;
  const site = (keys: T, index: number) => {
    const [, ...each] = ops.typeOf(keys).shape;
    return ops.reshape(ops.slice(keys, [index, ...each.map(() => 0)], [1, ...each]), each);
  };
  const sites = ops.typeOf(rows).shape[0]!;
  return Array.from({ length: sites }, (_, index) => ({ rows: site(rows, index), columns: site(columns, index) }));
}
