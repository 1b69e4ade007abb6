import type { AttentionConfig } from '@mosa-js/core';

const sizes = { dModel: 12, dHead: 6, heads: 3 };
const dense = { kind: 'dense', ...sizes } as const;
const mosa = { kind: 'mosa', ...sizes, sparsity: 3 } as const;
const local = { kind: 'local', ...sizes, window: 5 } as const;
const fixed = { kind: 'fixed', ...sizes, sparsity: 3 } as const;
const routing = { kind: 'routing', ...sizes, sparsity: 3 } as const;

/** A configuration of every kind of head, for x [B, T, 12]. */
export const configs: Readonly<Record<string, AttentionConfig>> = {
  mosa,
  'mosa with the first token': { ...mosa, includeFirst: true },
  'mosa of one token': { ...mosa, sparsity: undefined, k: 1 },
  'mosa of all tokens': { ...mosa, sparsity: 1, rotaryFraction: 1 },
  dense,
  'dense without rotation': { ...dense, rotaryFraction: 0 },
  local,
  fixed,
  routing,
  'mosa with dense': { kind: 'sum', parts: { mosa, other: { ...dense, heads: 2 } } },
  'mosa with local': { kind: 'sum', parts: { mosa: { ...mosa, includeFirst: true }, other: local } },
  'mosa with fixed': { kind: 'sum', parts: { mosa, other: fixed } },
  'mosa with routing': { kind: 'sum', parts: { mosa, other: routing } },
};
