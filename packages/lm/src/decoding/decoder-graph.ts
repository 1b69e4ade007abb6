import {
  attentionStep,
  type CacheSize,
  cacheTypes,
  constantInt,
  emptyCache,
  type Graph,
  type HostTensor,
  type Named,
  range,
  type StepPlace,
  type StorageFormat,
  sizeOf,
  type TensorOps,
  type TensorType,
  traceShared,
} from '@mosa-js/core';
import { attentionOf, type LanguageModelConfig } from '../config';
import { weightTypes } from '../language-model';
import { forward } from '../model/forward';
import { under } from '../parameters';

/** Names of what a decoder carries from run to run, beside `cache/…` and `count/…`. */
export const decoderNames = { position: 'position', logits: 'logits' } as const;

/** What causal heads count, for `stats`. */
export const countNames = ['processed', 'evicted', 'dropped'] as const;

/**
 * What a decoder carries: `position` int32 [B], tokens so far; `logits` float32 [B, V] of the last token of each sequence;
 * `cache/layers.0.attention.…` as core's `cacheTypes`; `count/layers.0.attention.…processed` and its like int32 [E].
 * @throws MosaError `config` for a model that cannot decode
 */
export function decoderStateTypes(config: LanguageModelConfig, size: CacheSize): Record<string, TensorType> {
  const types: Record<string, TensorType> = {
    [decoderNames.position]: { shape: [size.batch], dtype: 'int32' },
    [decoderNames.logits]: { shape: [size.batch, config.vocabularySize], dtype: 'float32' },
  };
  attentionOf(config).forEach((attention, layer) => {
    const path = `layers.${layer}.attention.`;
    for (const [name, type] of Object.entries(cacheTypes(attention, size))) {
      types[`cache/${path}${name}`] = type;
      // A group of causal heads has this once.
      if (!name.endsWith('admitted')) continue;
      const prefix = name.slice(0, -'admitted'.length);
      for (const count of countNames)
        types[`count/${path}${prefix}${count}`] = { shape: [type.shape[0]!], dtype: 'int32' };
    }
  });
  return types;
}

/** That state before any token: `emptyCache` of each layer, and zeros. */
export function emptyDecoderState(config: LanguageModelConfig, size: CacheSize): Record<string, HostTensor> {
  const others = Object.entries(decoderStateTypes(config, size))
    .filter(([name]) => !name.startsWith('cache/'))
    .map(([name, { shape, dtype }]) => {
      const elements = sizeOf(shape);
      return [name, { shape, dtype, data: dtype === 'int32' ? new Int32Array(elements) : new Float32Array(elements) }];
    });
  const caches = attentionOf(config).flatMap((attention, layer) =>
    Object.entries(emptyCache(attention, size)).map(([name, tensor]) => [
      `cache/layers.${layer}.attention.${name}`,
      tensor,
    ]),
  );
  return Object.fromEntries([...others, ...caches]);
}

/** Keys and values of that state, each held in a format; whatever else is in it decides, counts or tells places. */
export function pairStorage(types: Named<TensorType>, format: StorageFormat): Record<string, StorageFormat> {
  const pairs = Object.keys(types).filter((name) => /^cache\/.*\.(keys|values)$/.test(name));
  return Object.fromEntries(pairs.map((name) => [name, format]));
}

/**
 * The next t tokens of each sequence: tokens int32 [B, t], lengths int32 [B] (how many of them are tokens, those in front) and the
 * state → `logits` float32 [B, V], and the new state as `next/NAME`.
 * @param state what of the state is an input. Default all
 */
export function decoderGraph(
  config: LanguageModelConfig,
  size: CacheSize,
  length: number,
  state: Named<TensorType> = decoderStateTypes(config, size),
): Graph {
  const { batch: B } = size;
  // What depends on the position alone is the same in every layer.
  return traceShared(
    (ops, { tokens, lengths, ...before }, weights) => {
      const { logits, next } = decode(ops, tokens!, lengths!, before, weights, config, size);
      const named = Object.entries(next).map(([name, value]) => [`next/${name}`, value] as const);
      return { logits, ...Object.fromEntries(named) };
    },
    {
      inputs: {
        tokens: { shape: [B, length], dtype: 'int32' },
        lengths: { shape: [B], dtype: 'int32' },
        ...state,
      },
      weights: weightTypes(config),
    },
  );
}

/**
 * The next tokens of each sequence, of which `lengths` are there: logits float32 [B, V] and the state after.
 * @param before the state; without its counts nothing is counted, and without its logits those of a sequence that got no token are of no meaning
 */
export function decode<T>(
  ops: TensorOps<T>,
  tokens: T,
  lengths: T,
  before: Named<T>,
  weights: Named<T>,
  config: LanguageModelConfig,
  { positions, capacity }: CacheSize,
): { readonly logits: T; readonly next: Record<string, T> } {
  const [B, t] = ops.typeOf(tokens).shape as [number, number];
  const start = before[decoderNames.position]!;
  const valid = ops.greater(ops.reshape(lengths, [B, 1]), range(ops, t)); // [B, t]
  const place: StepPlace<T> = { start, lengths, valid, positions, ...(capacity === undefined ? {} : { capacity }) };
  const next: Record<string, T> = { [decoderNames.position]: ops.add(start, lengths) };
  const attend = (x: T, attention: Parameters<typeof attentionStep>[3], path: string): T => {
    const cache = under(before, `cache/${path}`);
    const step = attentionStep(ops, x, under(weights, path), attention, cache, place);
    for (const [name, value] of Object.entries(step.cache)) next[`cache/${path}${name}`] = value;
    for (const [prefix, counts] of Object.entries(step.counts)) {
      for (const name of countNames) {
        const key = `count/${path}${prefix}${name}`;
        const sum = before[key];
        if (sum !== undefined) next[key] = ops.add(sum, counts[name]);
      }
    }
    return step.y;
  };
  // A sequence that got no token keeps the logits that it has.
  const only = ops.maximum(ops.sub(lengths, constantInt(ops, 1)), constantInt(ops, 0)); // [B]
  const { logits: now } = forward(ops, tokens, weights, config, { attend, only }); // [B, V]
  const last = before[decoderNames.logits];
  if (last === undefined) return { logits: now, next };
  const got = ops.reshape(ops.greater(lengths, constantInt(ops, 0)), [B, 1]);
  const logits = ops.where(got, now, last);
  next[decoderNames.logits] = logits;
  return { logits, next };
}
