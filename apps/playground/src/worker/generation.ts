import type { Backend } from '@mosa-js/core';
import {
  type Checkpoint,
  calibrateThresholds,
  createDecoder,
  type Decoder,
  generate,
  type ModelState,
} from '@mosa-js/lm';
import { type ModelName, modelNames } from '../model/configs';
import type { Settings } from '../settings/settings';
import { cachesOf } from './caches';
import type { Event, Sampling } from './protocol';
import type { Text } from './text';
import { Refusal } from './words';

export interface Generation {
  readonly backend: Backend;
  readonly models: Readonly<Record<ModelName, Checkpoint>>;
  readonly settings: Settings;
  readonly text: Text;
  readonly sampling: Sampling;
  /** Tokens that are drawn on the device before they are read. */
  readonly readEvery: number;
  readonly signal: AbortSignal;
  post(event: Event): void;
}

/** Milliseconds between two looks at the caches, whose counts have to be read. */
const cachesEvery = 250;
/** Tokens of the text that thresholds are taken from. */
const calibrationTokens = 2 ** 12;

/** Both models go on from the same prompt, a token each in turn. */
export async function generateBoth({ post, ...given }: Generation): Promise<void> {
  const { backend, models, settings, text, sampling, readEvery, signal } = given;
  const { prompt, temperature, topK, seed, tokens: maxNewTokens } = sampling;
  if (prompt === '') throw new Refusal('Give a beginning of at least one character.');
  const positions = text.tokenizer.encode(prompt).length + maxNewTokens;
  const decoders: Partial<Record<ModelName, Decoder>> = {};
  try {
    for (const name of modelNames) {
      const { config, state } = await causal(backend, models[name], { settings, text, post });
      decoders[name] = await createDecoder(backend, config, state, { positions, onWarning: () => undefined });
    }
    const own = {
      tokenizer: text.tokenizer,
      maxNewTokens,
      temperature,
      topK: topK || undefined,
      seed,
      readEvery,
      signal,
    };
    const left = new Map(modelNames.map((name) => [name, generate(decoders[name]!, prompt, own)]));
    let told = 0;
    while (left.size > 0) {
      const isTime = performance.now() - told > cachesEvery;
      if (isTime) told = performance.now();
      for (const [model, tokens] of left) {
        const { value, done } = await tokens.next();
        if (done) left.delete(model);
        const caches = isTime || done ? await cachesOf(decoders[model]!) : [];
        post({ kind: 'generated', model, text: value?.text ?? '', caches });
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    for (const decoder of Object.values(decoders)) await decoder.dispose();
  }
}

interface Model {
  readonly config: Checkpoint['config'];
  readonly state: ModelState;
}

/** The model as it is, or with a threshold for each published head, which would look ahead. */
async function causal(
  backend: Backend,
  { config, state }: Checkpoint,
  { settings, text, post }: Pick<Generation, 'settings' | 'text' | 'post'>,
): Promise<Model> {
  const { parameters, buffers = {} } = state;
  const { attention } = config;
  if (
    settings.selection === 'causal' ||
    (!Array.isArray(attention) && 'kind' in attention && attention.kind === 'dense')
  )
    return { config, state: { parameters, buffers } };
  const { k, capacity, batch, length } = settings;
  const words =
    'Published heads look at the whole sequence, which is not there yet. So each got a threshold from the text: it takes a token whose score is above.';
  post({ kind: 'note', about: 'generate', words });
  return calibrateThresholds(backend, { config, state: { parameters, buffers } }, text.data, {
    batch,
    length,
    tokens: calibrationTokens,
    selection: { rule: 'causal', capacity: capacity || k },
  });
}
