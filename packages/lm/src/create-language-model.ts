import {
  type Backend,
  createProgramSet,
  type DeviceTensor,
  type HostTensor,
  MosaError,
  type StorageFormat,
} from '@mosa-js/core';
import { checkFields, ownTensor, showType } from '@mosa-js/core/adapter';
import { lossGraph } from '@mosa-js/core/training';
import { checkLanguageModelConfig, type LanguageModelConfig } from './config';
import { checkTokens } from './data/check-tokens';
import { checkTokenArray, type TokenData } from './data/token-data';
import type { ModelState } from './init';
import { languageModel, languageModelGraph, weightTypes } from './language-model';
import type { Evaluation } from './metrics';
import { type EvaluationOptions, evaluateLosses } from './training/evaluate';

/** A trained model on a backend: weights on the device, one compiled program for each input shape. */
export interface LanguageModel {
  readonly config: LanguageModelConfig;
  /**
   * tokens int32 [B, T] → logits float32 [B, T, V], yours to dispose.
   * @throws MosaError `shape`, `dtype`, `data` (an id out of range), `disposed` before any device work
   */
  logits(tokens: HostTensor): Promise<DeviceTensor>;
  /** How well it predicts a text. @throws MosaError `data` where the text is shorter than a block or has ids out of range */
  evaluate(data: TokenData, options: EvaluationOptions): Promise<Evaluation>;
  /** Frees programs and weights. */
  dispose(): Promise<void>;
}

export interface ModelOptions {
  /**
   * How weights are held on the device. float16 and bfloat16 take half the memory, and results are those of float32 with rounded
   * weights; not every backend has them (`backend.capabilities.storage`). Default 'float32'.
   */
  readonly storage?: StorageFormat;
}

/**
 * Puts a model on a backend to be used.
 * @param state from `initModel`, or the state of a checkpoint
 * @throws MosaError `config`, `weight` before any device work; `unsupported` for a storage that the backend has not, `data` for a
 *   finite weight beyond it
 */
export async function createLanguageModel(
  backend: Backend,
  given: LanguageModelConfig,
  { parameters, buffers }: Partial<ModelState>,
  options: ModelOptions = {},
): Promise<LanguageModel> {
  checkLanguageModelConfig(given);
  checkFields(options, ['storage'], 'createLanguageModel options');
  const config = structuredClone(given); // as it is now, whatever becomes of it
  const weights: Record<string, HostTensor> = { ...parameters, ...buffers };
  for (const [name, type] of Object.entries(weightTypes(config))) {
    if (!weights[name]) throw new MosaError('weight', `weight ${name}`, showType(type), 'nothing');
  }
  const programs = await createProgramSet(backend, weights, { name: 'language model', storage: options.storage });

  return {
    config,
    async logits(tokens) {
      const given = ownTensor(tokens, 'tokens');
      const [batch, length] = given.shape;
      if (given.shape.length !== 2) throw new MosaError('shape', 'tokens', 'int32 [B, T]', showType(given));
      checkTokens(given.data, config.vocabularySize, 'tokens');
      const size = { batch: batch!, length: length! };
      const graph = () => languageModelGraph(config, size);
      return programs.with(`logits ${given.shape}`, graph, async (program) => {
        return (await program.run({ tokens: given })).logits!;
      });
    },
    async evaluate(data, options) {
      checkTokenArray(data?.tokens, 'evaluate');
      checkTokens(data.tokens, config.vocabularySize, 'evaluate');
      const given = { ...data, tokens: data.tokens.slice() }; // as they are now, whatever becomes of them meanwhile
      const plain = { ...config, dropout: 0, attentionDropout: 0 };
      const { batch, length } = options;
      const graph = () => lossGraph(languageModel(plain, { batch, length }), false);
      return programs.with(`losses ${batch},${length}`, graph, (program) => {
        const run = async (inputs: Record<string, HostTensor>) => {
          const { loss, 'output/losses': losses } = await program.run(inputs);
          loss!.dispose();
          return { outputs: { losses: losses! } };
        };
        return evaluateLosses(run, plain, given, options);
      });
    },
    dispose: programs.dispose,
  };
}
