import { type HostTensor, hostTensor, MosaError } from '@mosa-js/core';
import { show } from '@mosa-js/core/adapter';
import { randomSource } from '@mosa-js/core/training';
import type { LanguageModel } from '../create-language-model';
import { checkTokens } from '../data/check-tokens';
import { pause } from '../training/pause';

export interface CausalityOptions {
  /** Lengths after which everything is changed, each from 1 to below T. Default: eight, spread over the sequence. */
  readonly prefixes?: readonly number[];
  /** Of the tokens that come instead. Default 0. */
  readonly seed?: number;
  /** Told after each prefix. */
  onProgress?(progress: { readonly done: number; readonly of: number }): void;
}

/** What changing all that comes after a prefix does to the prefix's logits. */
export interface Causality {
  /** Largest change of a logit, over all prefixes: 0 for a causal model in float64, rounding alone on devices. */
  readonly largest: number;
  /** Size of the largest logit, which rounding is relative to. */
  readonly size: number;
  readonly prefixes: readonly { readonly length: number; readonly change: number }[];
}

/**
 * Whether a model looks ahead: everything after each prefix is changed, and the prefix's logits are compared.
 * @param tokens of one sequence
 * @throws MosaError `config` for a prefix out of range, `data` for ids out of range
 */
export async function checkCausal(
  model: LanguageModel,
  tokens: ArrayLike<number>,
  { prefixes, seed = 0, onProgress }: CausalityOptions = {},
): Promise<Causality> {
  const V = model.config.vocabularySize;
  checkTokens(tokens, V, 'checkCausal tokens');
  const T = tokens.length;
  if (T < 2) throw new MosaError('data', 'checkCausal tokens', 'at least 2 tokens', String(T));
  const lengths = prefixes ?? spread(T);
  const odd = lengths.find((length) => !Number.isInteger(length) || length < 1 || length >= T);
  if (odd !== undefined || lengths.length === 0)
    throw new MosaError('config', 'checkCausal prefixes', `lengths from 1 to ${T - 1}`, show(odd ?? lengths));
  const next = randomSource(seed);
  const given = Int32Array.from(tokens);
  const before = await logitsOf(model, given);
  const results: { length: number; change: number }[] = [];
  for (const length of lengths) {
    const changed = given.slice();
    // Another token at each place, so that nothing stays by chance.
    for (let t = length; t < T; t++) changed[t] = (given[t]! + 1 + Math.floor(next() * (V - 1))) % V;
    const after = await logitsOf(model, changed);
    let change = 0;
    for (let i = 0; i < length * V; i++) {
      const difference = Math.abs(after[i]! - before[i]!);
      change = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(change, difference);
    }
    results.push({ length, change });
    onProgress?.({ done: results.length, of: lengths.length });
    await pause();
  }
  let size = 0;
  for (const logit of before) size = Math.max(size, Math.abs(logit));
  return { largest: Math.max(...results.map(({ change }) => change)), size, prefixes: results };
}

async function logitsOf(model: LanguageModel, tokens: Int32Array): Promise<HostTensor['data']> {
  const logits = await model.logits(hostTensor(Array.from(tokens), [1, tokens.length], 'int32'));
  try {
    return (await logits.read()).data;
  } finally {
    logits.dispose();
  }
}

function spread(T: number): number[] {
  const count = Math.min(8, T - 1);
  return Array.from({ length: count }, (_, i) => Math.max(1, Math.floor(((i + 1) * T) / (count + 1))));
}
