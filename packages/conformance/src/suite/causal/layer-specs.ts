import {
  type AttentionConfig,
  type CausalSelection,
  type HostTensor,
  headGroups,
  hostTensor,
  type MosaConfig,
} from '@mosa-js/core';
import type { LayerSpec } from '../layer-spec';
import { random } from '../values';

const inf = Number.POSITIVE_INFINITY;
const sizes = { dModel: 8, dHead: 4 } as const;

/** Three causal heads, or as many as there are thresholds. */
export function causalHeads(
  selection: Omit<CausalSelection, 'rule'>,
  more: Partial<MosaConfig> = {},
): MosaConfig & { readonly selection: CausalSelection } {
  return { kind: 'mosa', ...sizes, heads: 3, sparsity: 4, ...more, selection: { rule: 'causal', ...selection } };
}

/** Thresholds of every group of MoSA heads, from the same list. */
export function thresholds(config: AttentionConfig, values: readonly number[]): Record<string, HostTensor> {
  const groups = headGroups(config).filter(({ config: group }) => group.kind === 'mosa');
  return Object.fromEntries(
    groups.map(({ prefix, config: { heads } }) => [
      `${prefix}router.threshold`,
      hostTensor(
        Array.from({ length: heads }, (_, i) => values[i % values.length]!),
        [heads],
      ),
    ]),
  );
}

const near = [0.05, -0.4, 0.2];

/** Layers of causal heads, as `layerCases` runs them. */
export function causalLayerSpecs(): LayerSpec[] {
  const spec = (
    name: string,
    config: AttentionConfig,
    { values = near, B = 2, T = 24, seed = 7, weights, ...more }: Partial<LayerSpec> & { values?: number[] } = {},
  ): LayerSpec => ({
    id: `causal/forward:${name};b=${B};t=${T}`,
    config,
    B,
    T,
    seed,
    weights: { ...thresholds(config, values), ...weights },
    ...more,
  });
  const slots = { count: 2, block: 5 };
  const first = { includeFirst: true };
  const zeroRouter = { 'router.weight': hostTensor(new Float32Array(3 * 8), [3, 8]) };
  const capacity = causalHeads({ capacity: 4 });
  const both = causalHeads({ capacity: 3, slots }, first);
  return [
    spec('threshold', causalHeads({})),
    spec('capacity', capacity),
    // Of the prefix the C best; none; and a share.
    spec('threshold=infinities;capacity', capacity, { values: [-inf, inf, 0] }),
    spec('capacity=1', causalHeads({ capacity: 1 }), { values: [-inf, 0.1, 0] }),
    spec('capacity=1;include-first', causalHeads({ capacity: 1 }, first)),
    spec('slots', causalHeads({ slots })),
    spec('slots;capacity;include-first', both),
    spec('include-first;threshold=infinity', causalHeads({}, first), { values: [inf] }),
    spec('one-token', causalHeads({ capacity: 2, slots }), { T: 1, values: [-inf, inf, 0] }),
    spec('one-token;include-first', causalHeads({ capacity: 2, slots }, first), { T: 1, values: [inf] }),
    spec('zero-router', capacity, { weights: zeroRouter, values: [0, -1, -inf] }),
    spec('equal-tokens', capacity, { x: equalTokens(2, 24), values: [-inf, inf, -0.1] }),
    spec('equal-tokens;ties=spread;gate=excess', causalHeads({ capacity: 4, slots, ties: 'spread', gate: 'excess' }), {
      x: equalTokens(2, 24),
      values: [-inf, 0.05, -0.1],
    }),
    spec('repeated-tokens;ties=later', causalHeads({ capacity: 4, ties: 'later' }), { x: repeatedTokens(2, 24) }),
    spec('ties=spread;include-first', causalHeads({ capacity: 5, ties: 'spread' }, first)),
    spec('repeated-tokens;slots', both, { x: repeatedTokens(2, 24), values: [-inf, 0.1, -0.3] }),
    spec('padding=right', both, { lengths: [24, 13] }),
    spec('padding=left;include-first', both, { lengths: [24, 13], leftPadded: true }),
    spec('padding=holes', capacity, { holes: 3 }),
    spec('padding=NaN;none-valid', both, { lengths: [9, 0], paddingValue: Number.NaN }),
    spec('rotary=all', causalHeads({ capacity: 4 }, { rotaryFraction: 1 })),
    // Several chunks of the decomposition and several blocks.
    spec('long;capacity', causalHeads({ capacity: 9 }, { heads: 2 }), { B: 1, T: 200, values: [-inf, 0.1] }),
    spec('long;slots', causalHeads({ capacity: 9, slots: { count: 7, block: 64 } }, { heads: 2, ...first }), {
      B: 1,
      T: 200,
      values: [0.1, -inf],
    }),
    spec('sum', { kind: 'sum', parts: [capacity, { kind: 'dense', ...sizes, heads: 2 }] }),
    spec('sum;two-routers', {
      kind: 'sum',
      parts: {
        causal: capacity,
        near: { kind: 'local', ...sizes, heads: 1, window: 4 },
        other: causalHeads({ slots }, { heads: 2 }),
        choosing: { kind: 'mosa', ...sizes, heads: 2, k: 5 },
      },
    }),
  ];
}

/** One token, everywhere. */
function equalTokens(B: number, T: number): HostTensor {
  const { data } = random([8], 31, 'float32', -1.5, 1.5);
  return hostTensor(
    Float32Array.from({ length: B * T * 8 }, (_, i) => data[i % 8]!),
    [B, T, 8],
  );
}

/** Each token three times in a row. */
function repeatedTokens(B: number, T: number): HostTensor {
  const { data } = random([B * T * 8], 32, 'float32', -1.5, 1.5);
  const width = 3 * 8;
  return hostTensor(
    Float32Array.from(data, (_, i) => data[i - (i % width) + (i % 8)]!),
    [B, T, 8],
  );
}
