import { type Backend, forwardFlops, graphMemory } from '@mosa-js/core';
import { type Checkpoint, createTrainingRun, parameterCount, type TrainingRun } from '@mosa-js/lm';
import { configsOf, type ModelName, modelNames } from '../model/configs';
import { dHead, sparsityOf } from '../model/sizes';
import { mosaHeads } from '../settings/check';
import type { Settings } from '../settings/settings';
import type { ModelFacts } from './protocol';
import type { Text } from './text';

/** The two models in training, each with steps of its own. */
export type Runs = Readonly<Record<ModelName, TrainingRun>>;

export async function createRuns(
  backend: Backend,
  settings: Settings,
  text: Text,
  from: Partial<Record<ModelName, Checkpoint>> = {},
): Promise<Runs> {
  const configs = configsOf(settings, text.tokenizer.vocabularySize);
  const { rate, steps, batch, length, seed } = settings;
  const made: Partial<Record<ModelName, TrainingRun>> = {};
  try {
    for (const name of modelNames)
      made[name] = await createTrainingRun({
        backend,
        config: configs[name],
        optimizer: { learningRate: rate, warmupSteps: 20, clip: 1, weightDecay: 0.01 },
        tokenizer: text.tokenizer,
        data: { train: text.data },
        ...{ steps, batch, length, seed },
        // Said in full, so that a checkpoint fits a run of more steps, too.
        ...(name === 'mosa' && settings.selection === 'causal' ? { thresholds: { warmup: Math.min(50, steps) } } : {}),
        ...(from[name] ? { resume: from[name] } : {}),
      });
  } catch (error) {
    await disposeRuns(made);
    throw error;
  }
  return made as Runs;
}

export async function disposeRuns(runs: Partial<Runs>): Promise<void> {
  for (const run of Object.values(runs)) await run.dispose();
}

export function factsOf(runs: Runs, settings: Settings, text: Text): Record<ModelName, ModelFacts> {
  const configs = configsOf(settings, text.tokenizer.vocabularySize);
  const { layers, width, length, dense, kept } = settings;
  const sizes = { layers, dModel: width, dHead, seqLen: length, sparsity: sparsityOf(settings) };
  const own = {
    dense: { heads: `${dense} dense`, denseHeads: dense, sparseHeads: 0 },
    mosa: {
      heads: `${kept > 0 ? `${kept} dense and ` : ''}${mosaHeads(settings)} MoSA`,
      denseHeads: kept,
      sparseHeads: mosaHeads(settings),
    },
  };
  const facts = (name: ModelName): ModelFacts => {
    const { heads, denseHeads, sparseHeads } = own[name];
    const memory = graphMemory(runs[name].graph);
    return {
      heads,
      parameters: parameterCount(configs[name]),
      flops: forwardFlops({ ...sizes, denseHeads, sparseHeads }),
      stepBytes: memory.inputs + memory.weights + memory.constants + memory.peak,
      step: runs[name].step,
    };
  };
  return { dense: facts('dense'), mosa: facts('mosa') };
}
