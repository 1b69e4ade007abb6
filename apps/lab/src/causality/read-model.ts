import { type HostTensor, hostTensor, type Named, selectedCount } from '@mosa-js/core';
import {
  bufferShapes,
  type Checkpoint,
  calibrateThresholds,
  createLanguageModel,
  type LanguageModelConfig,
} from '@mosa-js/lm';
import type { OpenBackend } from '../backends/open';
import type { Corpus } from '../data/corpus';
import { causalSelection } from '../model/config';
import type { Settings } from '../settings/settings';
import type { Reading } from './plan';
import { type LayerTaken, takenByLayers } from './selections';
import { withSelection } from './with-selection';

/** A trained model, read in one way. */
export interface ReadModel {
  readonly reading: Reading;
  /** Mean nats a token. */
  readonly loss: number;
  /** Tokens that it was measured on. */
  readonly tokens: number;
  /** Empty for a dense model. */
  readonly layers: readonly LayerTaken[];
}

export interface ReadOptions {
  readonly settings: Settings;
  readonly corpus: Corpus;
  /** Windows of the validation text for the loss. */
  readonly windows: number;
  readonly calibrationTokens: number;
}

/** Windows in which it is counted what heads take. */
const countedWindows = 8;

/** Measures a trained model by one rule. @throws whatever the backend throws */
export async function readModel(
  { backend }: OpenBackend,
  { config, state }: Pick<Checkpoint, 'config' | 'state'>,
  reading: Reading,
  { settings, corpus, windows, calibrationTokens }: ReadOptions,
): Promise<ReadModel> {
  const { length } = settings;
  // All tokens of the prefix have a slot, which takes the memory of dense attention in every head.
  const batch = reading === 'prefix' ? 1 : settings.batch / settings.accumulate;
  const model = await read();
  const weights = { ...model.state.parameters, ...model.state.buffers };
  const opened = await createLanguageModel(backend, model.config, model.state);
  const { loss, tokens } = await opened.evaluate(corpus.valid, { batch, length, windows }).finally(opened.dispose);
  const counted = { batch: Math.min(batch, countedWindows), length, windows: countedWindows };
  const layers =
    settings.sparseHeads === 0 ? [] : await takenByLayers(backend, model.config, weights, corpus.valid.tokens, counted);
  return { reading, loss, tokens, layers };

  async function read(): Promise<{
    config: LanguageModelConfig;
    state: Pick<Checkpoint['state'], 'parameters' | 'buffers'>;
  }> {
    if (reading === 'own') return { config, state };
    if (reading === 'prefix') return prefixModel(config, state, length);
    const selection = causalSelection(settings);
    const options = { batch, length, tokens: calibrationTokens, selection };
    return calibrateThresholds(backend, { config, state }, corpus.train, options);
  }
}

/** The k best of the prefix: every token is above the threshold, and the best are held. */
function prefixModel(config: LanguageModelConfig, { parameters, buffers }: Checkpoint['state'], length: number) {
  const causal = withSelection(config, (heads) => ({ rule: 'causal', capacity: selectedCount(heads, length) }));
  const lowest = Object.entries(bufferShapes(causal)).map(([name, shape]): [string, HostTensor] => [
    name,
    hostTensor(new Float32Array(shape[0]!).fill(Number.NEGATIVE_INFINITY), shape),
  ]);
  const all: Named<HostTensor> = { ...buffers, ...Object.fromEntries(lowest) };
  return { config: causal, state: { parameters, buffers: all } };
}
