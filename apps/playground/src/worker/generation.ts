import type { Backend } from '@mosa-js/core';
import { createDecoder, type Decoder, generate } from '@mosa-js/lm';
import { type ModelName, modelNames } from '../model/configs';
import { cachesOf } from './caches';
import type { CausalModel } from './causal';
import type { Event, Sampling } from './protocol';
import type { Text } from './text';
import { Refusal } from './words';

export interface Generation {
  readonly backend: Backend;
  readonly models: Readonly<Record<ModelName, CausalModel>>;
  readonly text: Text;
  readonly sampling: Sampling;
  /** Tokens that are drawn on the device before they are read. */
  readonly readEvery: number;
  readonly signal: AbortSignal;
  post(event: Event): void;
}

/** Milliseconds between two looks at the caches, whose counts have to be read. */
const cachesEvery = 250;

/** Positions that prompt and new tokens need. @throws Refusal for no prompt; MosaError `data` for characters that the text has not */
export function positionsFor({ tokenizer }: Text, { prompt, tokens }: Sampling): number {
  if (prompt === '') throw new Refusal('Give a beginning of at least one character.');
  return tokenizer.encode(prompt).length + tokens;
}

/** Both models go on from the same prompt, a token each in turn. */
export async function generateBoth({ post, ...given }: Generation): Promise<void> {
  const { backend, models, text, sampling, readEvery, signal } = given;
  const { prompt, temperature, topK, seed, tokens: maxNewTokens } = sampling;
  const positions = positionsFor(text, sampling);
  const decoders: Partial<Record<ModelName, Decoder>> = {};
  try {
    for (const name of modelNames) {
      const { config, state } = models[name];
      decoders[name] = await createDecoder(backend, config, state, { positions, onWarning: () => undefined });
    }
    const { tokenizer } = text;
    const own = { tokenizer, maxNewTokens, temperature, topK: topK || undefined, seed, readEvery, signal };
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
