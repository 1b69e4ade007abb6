import type { AttentionConfig, HostTensor } from '@mosa-js/core';
import { headGroups, hostTensor, initWeights } from '@mosa-js/core';
import { causalHeads, thresholds } from '../causal/layer-specs';
import { random } from '../values';

/** A layer that takes the tokens of two sequences as they come. */
export interface DecodeSpec {
  readonly name: string;
  readonly config: AttentionConfig;
  /** Tokens that a program takes at a time. */
  readonly chunk: number;
  /** Tokens of the two sequences. */
  readonly lengths: readonly [number, number];
  /** θ of each head in turn, which whole logits equal often. */
  readonly values: readonly number[];
  /** Decode other sequences before, and reset the caches. Default false. */
  readonly again?: boolean;
}

const { POSITIVE_INFINITY: inf } = Number;
const sizes = { dModel: 8, dHead: 4 } as const;
const dense = { kind: 'dense', ...sizes, heads: 1 } as const;
const local = { kind: 'local', ...sizes, heads: 1, window: 3 } as const;
const fixed = { kind: 'fixed', ...sizes, heads: 1, sparsity: 3 } as const;

export function decodeSpecs(): DecodeSpec[] {
  const capacity = causalHeads({ capacity: 3 });
  const slots = causalHeads({ capacity: 3, slots: { count: 2, block: 5 } }, { includeFirst: true });
  const wide = causalHeads({ capacity: 5, slots: { count: 9, block: 32 } }, { includeFirst: true });
  const two = causalHeads({ capacity: 2 }, { heads: 2, rotaryFraction: 1 });
  const sum = (...parts: AttentionConfig[]): AttentionConfig => ({ kind: 'sum', parts });
  const values = [-1, -inf, 0];
  return [
    { name: 'capacity', config: capacity, chunk: 1, lengths: [16, 11], values },
    { name: 'slots;include-first', config: slots, chunk: 1, lengths: [16, 11], values: [-2, -inf, -1] },
    { name: 'sum', config: sum(capacity, dense, two, local, fixed), chunk: 1, lengths: [16, 9], values },
    { name: 'capacity', config: capacity, chunk: 64, lengths: [80, 67], values },
    { name: 'slots;include-first', config: wide, chunk: 64, lengths: [80, 67], values: [-2, -inf, -1] },
    { name: 'capacity', config: capacity, chunk: 1, lengths: [12, 9], values, again: true },
    { name: 'sum', config: sum(slots, dense, local, two), chunk: 7, lengths: [26, 19], values, again: true },
  ];
}

/** float32 [2, T, 8] of whole numbers, so that logits are exact on every backend, and tie: nothing is ambiguous. */
export function wholeTokens(T: number, seed: number): HostTensor {
  const { data } = random([2 * T * 8], seed, 'float32', -2, 3);
  return hostTensor(Float32Array.from(data, Math.floor), [2, T, 8]);
}

/** Weights of which the routers' are −1, 0 and 1. */
export function decodeWeights({ config, values }: DecodeSpec): Record<string, HostTensor> {
  const weights = { ...initWeights(config, 17), ...thresholds(config, values) };
  for (const [i, { prefix, config: group }] of headGroups(config).entries()) {
    if (group.kind !== 'mosa') continue;
    const { data } = random([group.heads * 8], 18 + i, 'float32', -1, 2);
    weights[`${prefix}router.weight`] = hostTensor(Float32Array.from(data, Math.floor), [group.heads, 8]);
  }
  return weights;
}
