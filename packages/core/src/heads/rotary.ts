import { constantInt } from '../ops/constants';
import type { TensorOps } from '../ops/interface';
import type { HeadsConfig, RotaryPart } from './config';

/** Width that is rotated: ⌊fraction · h'⌋ rounded down to even, or the width that the configuration names. */
export function rotaryWidthOf(config: RotaryPart & { dHead: number }): number {
  if (config.rotaryWidth !== undefined) return config.rotaryWidth;
  const width = Math.trunc((config.rotaryFraction ?? 0.5) * config.dHead);
  return width - (width % 2);
}

/** cos and sin by position, [P, h'] each: 1 and 0 where the width is not rotated. */
export interface RotaryTable<T> {
  readonly cos: T;
  readonly sin: T;
  /** Rotated width n, even. */
  readonly width: number;
  /** int32: the row of the table for each row that is rotated. Default: its place on the axis before the last. */
  readonly positions?: T;
}

/**
 * Tables for positions 0, step, 2·step, …, made on the host in float64, since sin and cos of devices are too coarse. Frequency i of n/2 is base^(−2i/n).
 * The first half of sin carries the sign of the rotate-half pairing.
 */
export function rotaryTable<T>(
  ops: TensorOps<T>,
  seqLen: number,
  { dHead, rotaryBase }: Pick<HeadsConfig, 'dHead' | 'rotaryBase'>,
  width: number,
  step = 1,
): RotaryTable<T> {
  const base = rotaryBase ?? 10000;
  const half = width / 2;
  const cos = new Float64Array(seqLen * dHead).fill(1);
  const sin = new Float64Array(seqLen * dHead);
  for (let position = 0; position < seqLen; position++) {
    for (let i = 0; i < half; i++) {
      const angle = position * step * base ** ((-2 * i) / width);
      const at = position * dHead + i;
      cos[at] = cos[at + half] = Math.cos(angle);
      sin[at] = -Math.sin(angle);
      sin[at + half] = Math.sin(angle);
    }
  }
  const shape = [seqLen, dHead];
  return { cos: ops.constant(cos, shape, 'float32'), sin: ops.constant(sin, shape, 'float32'), width };
}

/** The table for rows that had these positions in a sequence of `seqLen`: int32 that broadcasts to [...S] of what is rotated. */
export function rotaryAt<T>(
  ops: TensorOps<T>,
  seqLen: number,
  config: HeadsConfig & RotaryPart,
  positions: T,
): RotaryTable<T> {
  const width = rotaryWidthOf(config);
  return { ...rotaryTable(ops, seqLen, config, width), positions };
}

/** The table for the next tokens of a sequence, positions int32 [B, t], of which padding may stand beyond `count`. */
export function rotaryWithin<T>(
  ops: TensorOps<T>,
  count: number,
  config: HeadsConfig & RotaryPart,
  positions: T,
): RotaryTable<T> {
  return rotaryAt(ops, count, config, ops.minimum(positions, constantInt(ops, count - 1)));
}

/** RoPE over the first n of the last axis. [...S, h'] → [...S, h'] */
export function rotate<T>(ops: TensorOps<T>, x: T, { cos, sin, width, positions }: RotaryTable<T>): T {
  if (width === 0) return x;
  return ops.scope('rotary', () => ops.rotary(x, cos, sin, { width }, positions));
}
