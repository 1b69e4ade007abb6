import { MosaError, show } from '../../error';
import { type HostTensor, sizeOf, type TensorType } from '../../types';
import { isCausal } from '../causal-config';
import type { AttentionConfig, SingleConfig } from '../config';
import { headGroups } from '../groups';

/** Sizes of what a decoder keeps. */
export interface CacheSize {
  /** B: sequences side by side. */
  readonly batch: number;
  /** Tokens of a sequence at most, prompt and all: below 2^20. */
  readonly positions: number;
  /** C of causal heads that have none of their own. */
  readonly capacity?: number;
}

/**
 * What a layer keeps of the tokens before, by name: for each group of heads, its prefix and then
 * - MoSA, causal: `keys` and `values` float32 [E, B, C, h'], keys rotated; `logits` float32 and `positions` int32 [E, B, C], −1 where
 *   an entry is free; `admitted` int32 [E, B], in the block of the next position
 * - dense and fixed: `keys` and `values` float32 [E, B, N, h'], by position (fixed: every ρ-th)
 * - local: the same of the last 2w positions, position p in row p mod 2w
 *
 * `emptyCache` has what they begin as.
 * @throws MosaError `config` for heads that cannot be continued token by token
 */
export function cacheTypes(config: AttentionConfig, size: CacheSize): Record<string, TensorType> {
  return Object.fromEntries(
    headGroups(config).flatMap(({ prefix, config: group }) =>
      Object.entries(groupTypes(group, size)).map(([name, type]) => [`${prefix}${name}`, type]),
    ),
  );
}

/**
 * The cache before any token, by the names of `cacheTypes`: zeros, and no position of any entry.
 * @throws MosaError `config` for heads that cannot be continued token by token
 */
export function emptyCache(config: AttentionConfig, size: CacheSize): Record<string, HostTensor> {
  return Object.fromEntries(
    Object.entries(cacheTypes(config, size)).map(([name, { shape, dtype }]) => {
      const elements = sizeOf(shape);
      const free = name.endsWith('positions') ? -1 : 0;
      const data = dtype === 'int32' ? new Int32Array(elements).fill(free) : new Float32Array(elements);
      return [name, { shape, dtype, data }];
    }),
  );
}

function groupTypes(config: SingleConfig, { batch: B, positions, capacity }: CacheSize): Record<string, TensorType> {
  const { heads: E, dHead: d, kind } = config;
  const pairs = (entries: number): Record<string, TensorType> => {
    const type = { shape: [E, B, entries, d], dtype: 'float32' } as const;
    return { keys: type, values: type };
  };
  switch (kind) {
    case 'dense':
      return pairs(positions);
    case 'fixed':
      return pairs(Math.ceil(positions / config.sparsity));
    case 'local':
      return pairs(2 * windowOfCache(config));
    case 'mosa': {
      const C = capacityOf(config, capacity);
      return {
        ...pairs(C),
        logits: { shape: [E, B, C], dtype: 'float32' },
        positions: { shape: [E, B, C], dtype: 'int32' },
        admitted: { shape: [E, B], dtype: 'int32' },
      };
    }
    default:
      throw new MosaError(
        'config',
        'decoding',
        'causal heads',
        `${kind} heads, whose clusters look at the whole sequence`,
      );
  }
}

/** C of a causal head: its own, or else the one that was given. @throws MosaError `config` */
export function capacityOf(config: SingleConfig & { readonly kind: 'mosa' }, given: number | undefined): number {
  if (!isCausal(config)) {
    const actual = 'expert choice, which looks at the whole sequence (lm has calibrateThresholds for trained weights)';
    throw new MosaError('config', 'decoding', "MoSA heads with selection { rule: 'causal' }", actual);
  }
  const C = config.selection.capacity ?? given;
  if (C === undefined)
    throw new MosaError(
      'config',
      'decoding capacity',
      'a number, since causal heads have no capacity of their own',
      'none',
    );
  return C;
}

/** w of a local head, which must not depend on the length of a sequence. @throws MosaError `config` */
export function windowOfCache(config: SingleConfig & { readonly kind: 'local' }): number {
  if (config.window !== undefined) return config.window;
  const actual = `a sparsity of ${show(config.sparsity)}, which makes it depend on the length of the sequence`;
  throw new MosaError('config', 'decoding', 'local heads with a window', actual);
}
