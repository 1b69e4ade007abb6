import type { DenseConfig, MosaConfig } from '@mosa-js/core';
import type { LanguageModelConfig } from '../../src/index';

export const V = 11;
export const h = 16;

export const dense: DenseConfig = { kind: 'dense', dModel: h, dHead: 8, heads: 2 };
export const mosa: MosaConfig = { kind: 'mosa', dModel: h, dHead: 8, heads: 3, sparsity: 4 };

const base = { vocabularySize: V, dModel: h, layers: 2 };

/** A small model of every kind of layer. */
export const models: Readonly<Record<string, LanguageModelConfig>> = {
  dense: { ...base, attention: dense },
  mosa: { ...base, attention: mosa },
  local: { ...base, attention: { kind: 'local', dModel: h, dHead: 8, heads: 2, window: 4 } },
  fixed: { ...base, attention: { kind: 'fixed', dModel: h, dHead: 8, heads: 2, sparsity: 4 } },
  routing: { ...base, attention: { kind: 'routing', dModel: h, dHead: 8, heads: 2, sparsity: 3 } },
  'mosa with dense': { ...base, attention: { kind: 'sum', parts: { mosa, other: dense } } },
  'mosa with routing': {
    ...base,
    attention: { kind: 'sum', parts: { mosa, other: { kind: 'routing', dModel: h, dHead: 8, heads: 1, sparsity: 2 } } },
  },
  'a sum of three': {
    ...base,
    attention: {
      kind: 'sum',
      parts: [dense, { ...mosa, sparsity: 8 }, { kind: 'local', dModel: h, dHead: 4, heads: 1, window: 2 }],
    },
  },
  'layers of their own': {
    ...base,
    attention: [dense, { kind: 'sum', parts: { mosa, other: dense } }],
    feedForward: 2,
  },
};

/** "abcabc…" and the like: tokens that a model learns at once. */
export function pattern(length: number, period = 5): Int32Array {
  return Int32Array.from({ length }, (_, i) => (i * i + (i % period)) % V);
}
