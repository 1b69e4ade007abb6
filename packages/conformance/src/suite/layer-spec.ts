import { type AttentionConfig, type HostTensor, headGroups, hostTensor, initWeights } from '@mosa-js/core';
import { random } from './values';

/** A layer with weights and input, all from a seed. */
export interface LayerSpec {
  readonly id: string;
  readonly config: AttentionConfig;
  readonly B: number;
  readonly T: number;
  readonly seed: number;
  /** Valid tokens of each sequence, from the right end with `leftPadded`; without it nothing is padding. */
  readonly lengths?: readonly number[];
  readonly leftPadded?: boolean;
  /** Every so many tokens one is padding, wherever it stands: `lengths` is not used. */
  readonly holes?: number;
  /** What stands in the padding rows of x. Default: numbers like everywhere. */
  readonly paddingValue?: number;
  /** Weights to use instead of the seeded ones, by name. */
  readonly weights?: Readonly<Record<string, HostTensor>>;
  /** Input to use instead of the seeded one. */
  readonly x?: HostTensor;
}

function widthOf(config: AttentionConfig): number {
  return headGroups(config)[0]!.config.dModel;
}

/** Weights and inputs by name, as the layer's graph takes them. */
export function layerTensors(spec: LayerSpec): {
  inputs: Record<string, HostTensor>;
  weights: Record<string, HostTensor>;
} {
  const { config, B, T, seed, lengths, holes } = spec;
  const weights = { ...initWeights(config, seed), ...spec.weights };
  const x = spec.x ?? random([B, T, widthOf(config)], seed + 1000, 'float32', -1.5, 1.5);
  if (!lengths && !holes) return { inputs: { x }, weights };
  const valid = (b: number, t: number) =>
    holes ? (t + b) % holes !== 0 : (spec.leftPadded ? T - 1 - t : t) < lengths![b]!;
  const mask = hostTensor(
    Array.from({ length: B * T }, (_, i) => Number(valid(Math.floor(i / T), i % T))),
    [B, T],
    'bool',
  );
  if (spec.paddingValue === undefined) return { inputs: { x, mask }, weights };
  const width = widthOf(config);
  const data = Float32Array.from(x.data, (value, i) => (mask.data[Math.floor(i / width)] ? value : spec.paddingValue!));
  return { inputs: { x: { ...x, data }, mask }, weights };
}
