import type { TensorOps } from '../ops/interface';
import type { Shape } from '../types';
import type { HeadsConfig, RotaryPart } from './config';

/** Width that is rotated: ⌊fraction · h'⌋ rounded down to even, or the width that the configuration names. */
export function rotaryWidthOf(config: RotaryPart & { dHead: number }): number {
  if (config.rotaryWidth !== undefined) return config.rotaryWidth;
  const width = Math.trunc((config.rotaryFraction ?? 0.5) * config.dHead);
  return width - (width % 2);
}

/** cos and sin by position, [T, h'] each: 1 and 0 where the width is not rotated. */
export interface RotaryTable<T> {
  readonly cos: T;
  readonly sin: T;
  /** Rotated width n, even. */
  readonly width: number;
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

/**
 * What rotates rows of a sequence by the positions that they had there: int32 [...S] → a function from tensors of `shape`,
 * which has the elements of [...S, h'], to tensors of it.
 */
export function rotaryAt<T>(
  ops: TensorOps<T>,
  seqLen: number,
  config: HeadsConfig & RotaryPart,
  positions: T,
  shape: Shape,
): (x: T) => T {
  const width = rotaryWidthOf(config);
  if (width === 0) return (x) => x;
  const table = rotaryTable(ops, seqLen, config, width); // [T, h']
  const rows = (x: T) => ops.reshape(ops.gather(x, positions), shape);
  const here = { cos: rows(table.cos), sin: rows(table.sin), width };
  return (x) => rotate(ops, x, here);
}

/** RoPE: x · cos + (−x2, x1) · sin over the first n of the last axis; the rest passes through. [...S, h'] → [...S, h'] */
export function rotate<T>(ops: TensorOps<T>, x: T, { cos, sin, width }: RotaryTable<T>): T {
  if (width === 0) return x;
  return ops.scope('rotary', () => {
    const { shape } = ops.typeOf(x);
    const dHead = shape.at(-1)!;
    const part = (begin: number, size: number) =>
      ops.slice(x, [...shape.slice(0, -1).map(() => 0), begin], [...shape.slice(0, -1), size]);
    const half = width / 2;
    const rest = width < dHead ? [part(width, dHead - width)] : [];
    const swapped = ops.concat([part(half, half), part(0, half), ...rest], -1);
    return ops.add(ops.mul(x, cos), ops.mul(swapped, sin));
  });
}
