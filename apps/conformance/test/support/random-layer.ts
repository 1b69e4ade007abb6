import { type AttentionConfig, type HostTensor, headGroups, type SingleConfig } from '@mosa-js/core';
import type { Random } from '../../../../fuzz/random';

const singleKinds = ['mosa', 'dense', 'local', 'fixed', 'routing'] as const;
const kinds = [...singleKinds, 'sum'] as const;

/** A valid configuration of any kind, small, with every option now and then. */
export function randomConfig(random: Random): AttentionConfig {
  const dModel = 1 + random.below(16);
  const kind = random.pick(kinds);
  if (kind !== 'sum') return singleConfig(random, kind, dModel);
  return sumConfig(random, dModel, 0);
}

function sumConfig(random: Random, dModel: number, depth: number): AttentionConfig {
  const part = (): AttentionConfig =>
    depth < 2 && random.chance(0.15)
      ? sumConfig(random, dModel, depth + 1)
      : singleConfig(random, random.pick(singleKinds), dModel);
  const count = 1 + random.below(3);
  if (random.chance(0.5)) return { kind: 'sum', parts: Array.from({ length: count }, part) };
  const names = ['mosa', 'other', 'a_1'].slice(0, count);
  return { kind: 'sum', parts: Object.fromEntries(names.map((name) => [name, part()])) };
}

function singleConfig(random: Random, kind: SingleConfig['kind'], dModel: number): SingleConfig {
  const even = 2 * (1 + random.below(4));
  const dHead = kind === 'local' ? even : 1 + random.below(8);
  const base = random.chance(0.3) ? { rotaryBase: random.pick([0.5, 1, 2, 500, 1e6]) } : {};
  const common = { kind, dModel, dHead, heads: 1 + random.below(3), ...base };
  const real = 1 + random.below(30) + random.pick([0, 0.5, 0.123]);
  const whole = 1 + random.below(kind === 'routing' ? 6 : 30);
  if (kind === 'local') {
    return { ...common, kind, ...(random.chance(0.5) ? { window: whole } : { sparsity: real }) };
  }
  const rotary = random.pick([
    {},
    { rotaryFraction: random.pick([0, 0.25, 0.7, 1]) },
    { rotaryWidth: 2 * random.below(Math.floor(dHead / 2) + 1) },
  ]);
  const heads = { ...common, ...rotary };
  if (kind === 'dense') return { ...heads, kind };
  if (kind !== 'mosa') return { ...heads, kind, sparsity: whole };
  const first = random.chance(0.3) ? { includeFirst: random.chance(0.7) } : {};
  return { ...heads, ...first, kind, ...(random.chance(0.5) ? { k: 1 + random.below(30) } : { sparsity: real }) };
}

export function widthOf(config: AttentionConfig): number {
  return headGroups(config)[0]!.config.dModel;
}

/**
 * x [B, T, h] and often a mask of any pattern.
 * @param fillers what may stand in the rows that are padding, undefined for numbers like everywhere
 */
export function randomInputs(
  random: Random,
  dModel: number,
  fillers: readonly (number | undefined)[],
): { x: HostTensor; mask?: HostTensor } {
  const [B, T] = [1 + random.below(2), 1 + random.below(24)];
  const data = Float32Array.from({ length: B * T * dModel }, () => 3 * random.next() - 1.5);
  const x: HostTensor = { shape: [B, T, dModel], dtype: 'float32', data };
  if (random.chance(0.4)) return { x };
  const share = random.pick([0, 0.5, 0.9, 1]);
  // Every nonzero byte is true.
  const bits = Uint8Array.from({ length: B * T }, () => (random.chance(share) ? random.pick([1, 1, 2, 255]) : 0));
  const filler = random.pick(fillers);
  for (let i = 0; i < data.length; i++) if (filler !== undefined && !bits[Math.floor(i / dModel)]) data[i] = filler;
  return { x, mask: { shape: [B, T], dtype: 'bool', data: bits } };
}
