import {
  type AttentionConfig,
  type FixedConfig,
  type HostTensor,
  headGroups,
  hostTensor,
  type LocalConfig,
  type MosaConfig,
  type RoutingConfig,
  type SingleConfig,
} from '@mosa-js/core';
import type { ConformanceCase } from './case';
import { causalLayerSpecs } from './causal/layer-specs';
import { type LayerSpec, layerTensors } from './layer-spec';
import { prepareLayer } from './layer-stages';
import { lazily, opsOf } from './prepared';
import { judgeLayer } from './staged';

export function layerCase(spec: LayerSpec): ConformanceCase {
  const prepared = lazily(() => {
    const { inputs, weights } = layerTensors(spec);
    return prepareLayer(spec.config, inputs, weights);
  });
  const ops = () => opsOf(prepared().plain, prepared().given);
  return { id: spec.id, ops, run: (backend) => judgeLayer(backend, prepared()) };
}

/** Every head kind and every option, at ordinary, ragged and extreme shapes. */
export function layerCases(): ConformanceCase[] {
  return layerSpecs().map(layerCase);
}

/** The layers of these cases, as data. */
export function layerSpecs(): LayerSpec[] {
  return [...mosaSpecs(), ...tieSpecs(), ...otherSpecs(), ...sumSpecs(), ...paddingSpecs(), ...causalLayerSpecs()];
}

type Options = Partial<MosaConfig>;

/** `mosa/GROUP:b=…;t=…;e=…;rho=…;OPTIONS;seed=…` */
function mosaSpec(
  group: string,
  B: number,
  T: number,
  heads: number,
  sparsity: number,
  options: Options = {},
  seed = 7,
): LayerSpec {
  const said = Object.entries(options).map(([key, value]) => `;${key}=${value}`);
  const id = `mosa/${group}:b=${B};t=${T};e=${heads};rho=${sparsity}${said.join('')};seed=${seed}`;
  const choice = options.k === undefined ? { sparsity } : {};
  return { id, B, T, seed, config: { kind: 'mosa', dModel: 16, dHead: 8, heads, ...choice, ...options } };
}

function mosaSpecs(): LayerSpec[] {
  return [
    mosaSpec('forward', 2, 64, 4, 8),
    mosaSpec('forward', 1, 64, 4, 8),
    mosaSpec('forward', 5, 24, 3, 4),
    mosaSpec('forward', 2, 64, 1, 8),
    mosaSpec('forward', 1, 48, 64, 8),
    mosaSpec('forward', 1, 1, 2, 4),
    mosaSpec('forward', 3, 2, 2, 4),
    mosaSpec('forward', 2, 32, 3, 1),
    mosaSpec('forward', 2, 32, 3, 100),
    mosaSpec('forward', 2, 37, 4, 5),
    mosaSpec('forward', 1, 61, 2, 3.7),
    mosaSpec('forward', 1, 256, 4, 8, { dModel: 64, dHead: 32 }),
    mosaSpec('forward', 1, 300, 2, 4, { dModel: 8, dHead: 4 }),
    // Beyond a workgroup, a list of slots, and what one invocation counts in a row.
    mosaSpec('long', 1, 2100, 2, 0, { k: 300, dModel: 8, dHead: 4 }),
    mosaSpec('long', 1, 4100, 2, 64, { dModel: 8, dHead: 4 }),
    mosaSpec('long', 3, 1030, 3, 16, { dModel: 8, dHead: 4, includeFirst: true }),
    mosaSpec('k', 2, 40, 3, 0, { k: 1 }),
    mosaSpec('k', 2, 40, 3, 0, { k: 2 }),
    mosaSpec('k', 2, 40, 3, 0, { k: 40 }),
    mosaSpec('k', 2, 12, 3, 0, { k: 40 }),
    mosaSpec('include-first', 2, 64, 4, 8, { includeFirst: true }),
    mosaSpec('include-first', 1, 1, 2, 4, { includeFirst: true }),
    mosaSpec('include-first', 3, 33, 2, 0, { includeFirst: true, k: 1 }),
    mosaSpec('include-first', 2, 16, 2, 1, { includeFirst: true }),
    mosaSpec('rotary', 2, 48, 3, 6, { rotaryFraction: 0 }),
    mosaSpec('rotary', 2, 48, 3, 6, { rotaryFraction: 0.25 }),
    mosaSpec('rotary', 2, 48, 3, 6, { rotaryFraction: 1 }),
    mosaSpec('rotary', 2, 48, 3, 6, { rotaryWidth: 6 }),
    mosaSpec('rotary', 2, 48, 3, 6, { rotaryFraction: 0.7, dHead: 5 }),
    mosaSpec('rotary', 2, 48, 3, 6, { rotaryBase: 500 }),
    mosaSpec('width', 2, 24, 2, 4, { dHead: 1, rotaryFraction: 0 }),
    mosaSpec('width', 2, 24, 2, 4, { dModel: 1 }),
    mosaSpec('seeds', 2, 64, 4, 8, {}, 11),
    mosaSpec('seeds', 2, 64, 4, 16, {}, 12),
    mosaSpec('seeds', 2, 64, 4, 2, {}, 13),
  ];
}

/** Equal logits on purpose: the selection is decided by position alone. */
function tieSpecs(): LayerSpec[] {
  const at = (name: string, options: Options, change: Partial<LayerSpec>): LayerSpec => {
    const spec = mosaSpec('ties', 2, 32, 3, 4, options);
    return { ...spec, ...change, id: spec.id.replace('mosa/ties:', `mosa/ties:${name};`) };
  };
  const zeroRouter = { 'router.weight': hostTensor(new Float32Array(3 * 16), [3, 16]) };
  // Every token four times in a row, so that each logit comes four times and ties stand at the k-th place.
  const base = layerTensors(mosaSpec('ties', 2, 32, 3, 4)).inputs.x!;
  const repeated = (_: number, i: number) => base.data[i - (i % 64) + (i % 16)]!;
  const x: HostTensor = hostTensor(Float32Array.from(base.data, repeated), base.shape);
  // Tokens whose logits are NaN rank last: no head takes them, and nothing of them reaches the others.
  const withNaN = hostTensor(
    Float32Array.from(base.data, (value, i) => ([3, 4, 17].includes(Math.floor(i / 16) % 32) ? Number.NaN : value)),
    base.shape,
  );
  return [
    at('tokens-of-NaN', {}, { x: withNaN }),
    at('tokens-of-NaN', { includeFirst: true, sparsity: 3 }, { x: withNaN }),
    at('zero-router', {}, { weights: zeroRouter }),
    at('zero-router', { includeFirst: true }, { weights: zeroRouter }),
    at('repeated-tokens', {}, { x }),
    at('repeated-tokens', { sparsity: 5 }, { x }),
    at('repeated-tokens', { includeFirst: true, sparsity: 3 }, { x }),
  ];
}

const sizes = { dModel: 16, dHead: 8 } as const;

function spec(group: string, B: number, T: number, config: AttentionConfig, seed = 7): LayerSpec {
  const said = Object.entries(config).filter(([key]) => !['kind', 'dModel', 'heads', 'parts'].includes(key));
  const heads = headGroups(config)
    .map((group) => group.config.heads)
    .join('+');
  const options = said.map(([key, value]) => `;${key}=${value}`).join('');
  return { id: `${group}:b=${B};t=${T};e=${heads}${options};seed=${seed}`, B, T, seed, config };
}

function otherSpecs(): LayerSpec[] {
  const local = (heads: number, options: Partial<LocalConfig>) =>
    ({ kind: 'local', ...sizes, heads, ...options }) as const;
  const fixed = (heads: number, sparsity: number): FixedConfig => ({ kind: 'fixed', ...sizes, heads, sparsity });
  const routing = (heads: number, sparsity: number): RoutingConfig => ({ kind: 'routing', ...sizes, heads, sparsity });
  const dense = { kind: 'dense', ...sizes, heads: 3 } as const;
  return [
    spec('dense/forward', 2, 32, dense),
    spec('dense/forward', 5, 1, dense),
    spec('dense/forward', 1, 33, { ...dense, heads: 1 }),
    spec('dense/forward', 2, 17, { ...dense, rotaryFraction: 1 }),
    spec('dense/forward', 2, 17, { ...dense, rotaryFraction: 0 }),
    spec('dense/forward', 1, 120, { ...dense, dModel: 32, dHead: 16 }),
    spec('local/forward', 2, 32, local(2, { window: 8 })),
    spec('local/forward', 1, 37, local(2, { window: 8 })),
    spec('local/forward', 2, 5, local(3, { window: 16 })),
    spec('local/forward', 3, 1, local(1, { window: 4 })),
    spec('local/forward', 2, 24, local(2, { window: 1 })),
    spec('local/forward', 2, 40, local(2, { sparsity: 4 })),
    spec('local/forward', 1, 48, local(2, { window: 12, rotaryBase: 500 })),
    spec('fixed/forward', 2, 32, fixed(3, 4)),
    spec('fixed/forward', 5, 33, fixed(1, 8)),
    spec('fixed/forward', 2, 16, fixed(2, 1)),
    spec('fixed/forward', 2, 9, fixed(2, 50)),
    spec('routing/forward', 2, 32, routing(2, 4)),
    spec('routing/forward', 1, 37, routing(1, 5)),
    spec('routing/forward', 5, 12, routing(2, 1)),
    spec('routing/forward', 2, 1, routing(2, 3)),
    spec('routing/forward', 1, 40, { ...routing(2, 8), rotaryFraction: 0 }),
    ...[11, 12, 13, 14].map((seed) => spec('routing/seeds', 2, 64, routing(3, 4), seed)),
    spec('dense/forward', 1, 200, { ...dense, dModel: 8, dHead: 4 }),
    spec('local/forward', 1, 300, local(2, { window: 32 })),
    // One token, many sequences, odd widths: for every kind.
    spec('fixed/forward', 3, 1, fixed(2, 4)),
    spec('local/forward', 7, 21, local(2, { window: 6 })),
    spec('fixed/forward', 1, 20, { ...fixed(2, 3), dHead: 5 }),
    spec('dense/forward', 6, 11, { ...dense, dHead: 5 }),
    spec('routing/forward', 3, 17, { ...routing(2, 3), dHead: 5 }),
  ];
}

const mosaPart: MosaConfig = { kind: 'mosa', ...sizes, heads: 4, sparsity: 4 };

/** One of each. */
const kinds: AttentionConfig[] = [
  mosaPart,
  { kind: 'dense', ...sizes, heads: 2 },
  { kind: 'local', ...sizes, heads: 2, window: 4 },
  { kind: 'fixed', ...sizes, heads: 2, sparsity: 3 },
  { kind: 'routing', ...sizes, heads: 2, sparsity: 3 },
  { kind: 'sum', parts: { mosa: mosaPart, other: { kind: 'dense', ...sizes, heads: 2 } } },
];

function sumSpecs(): LayerSpec[] {
  const with_ = (other: SingleConfig) => ({ kind: 'sum', parts: { mosa: mosaPart, other } }) as const;
  const [, dense, local, fixed, routing] = kinds as SingleConfig[];
  const list = (...parts: AttentionConfig[]): AttentionConfig => ({ kind: 'sum', parts });
  const mosa = (heads: number, k: number): MosaConfig => ({ kind: 'mosa', ...sizes, heads, k });
  return [
    spec('sum/dense', 2, 32, with_({ kind: 'dense', ...sizes, heads: 2 })),
    spec('sum/local', 2, 32, with_({ kind: 'local', ...sizes, heads: 2, sparsity: 4 })),
    spec('sum/fixed', 2, 32, with_({ kind: 'fixed', ...sizes, heads: 2, sparsity: 4 })),
    spec('sum/routing', 2, 32, with_({ kind: 'routing', ...sizes, heads: 2, sparsity: 4 })),
    spec('sum/widths', 2, 32, with_({ kind: 'dense', dModel: 16, dHead: 4, heads: 3 })),
    spec('sum/widths', 6, 13, with_({ kind: 'local', dModel: 16, dHead: 6, heads: 1, window: 5 })),
    spec('sum/widths', 5, 3, with_({ kind: 'fixed', dModel: 16, dHead: 3, heads: 5, sparsity: 2 })),
    ...[dense!, local!, fixed!, routing!].map((other) => spec(`sum/one-token-${other.kind}`, 2, 1, with_(other))),
    spec('sum/two-routers', 2, 32, list(mosa(3, 4), mosa(2, 11), local!)),
    spec('sum/within-sum', 2, 17, list(dense!, list(mosa(1, 3), routing!))),
    spec('sum/of-one', 2, 9, list(mosa(2, 3))),
  ];
}

function paddingSpecs(): LayerSpec[] {
  const padded = (name: string, config: AttentionConfig, change: Partial<LayerSpec>): LayerSpec => {
    const { B = 3, T = 24 } = change;
    const padding: LayerSpec = { ...spec(`padding/${config.kind}`, B, T, config), ...change };
    return { ...padding, id: padding.id.replace(':', `:${name};`) };
  };
  return [
    ...kinds.flatMap((config) => [
      padded('right', config, { lengths: [24, 17, 9] }),
      padded('left', config, { lengths: [24, 13, 5], leftPadded: true }),
      padded('few-or-none-valid', config, { lengths: [3, 1, 0] }),
      padded('NaN-in-padding', config, { lengths: [20, 10, 2], paddingValue: Number.NaN }),
      padded('left-in-all', config, { lengths: [20, 13, 5], leftPadded: true }),
      padded('none', config, { lengths: [24, 24, 24] }),
      padded('holes', config, { holes: 3, T: 25 }),
      padded('one-token', config, { B: 3, T: 1, lengths: [1, 0, 1] }),
      padded('one-sequence', config, { B: 1, T: 19, lengths: [14] }),
      padded('short', config, { B: 2, T: 2, lengths: [2, 1] }),
    ]),
    padded('include-first', { ...mosaPart, includeFirst: true }, { lengths: [24, 17, 1] }),
    padded('include-first;left', { ...mosaPart, includeFirst: true }, { lengths: [24, 17, 1], leftPadded: true }),
  ];
}
