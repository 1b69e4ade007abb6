import { type DType, type HostTensor, hostTensor, type Shape, sizeOf } from '@mosa-js/core';
import { randomSource } from '@mosa-js/core/training';

/** The lowest float32. */
export const lowest = -3.4028234663852886e38;
/** The largest finite float32. */
export const largest = -lowest;

/** Seeded elements: float32 in [from, to), int32 whole numbers in the same range, bool evenly. */
export function random(shape: Shape, seed: number, dtype: DType = 'float32', from = -2, to = 2): HostTensor {
  const next = randomSource(seed);
  if (dtype === 'bool') return filled(shape, dtype, () => (next() < 0.5 ? 1 : 0));
  return filled(shape, dtype, () => from + next() * (to - from));
}

/** Seeded float32 that are odd whole numbers of ±1 to ±most: none can be left out of a sum without a change. */
export function odd(shape: Shape, seed: number, most: number): HostTensor {
  const next = randomSource(seed);
  return filled(shape, 'float32', () => (2 * Math.floor((next() * (most + 1)) / 2) + 1) * (next() < 0.5 ? -1 : 1));
}

/** Seeded float32 of −1, 0 and 1. */
export function signs(shape: Shape, seed: number): HostTensor {
  const next = randomSource(seed);
  return filled(shape, 'float32', () => Math.floor(next() * 3) - 1);
}

/** Element by element, in order: the sizes of the suite are too large for arrays of numbers in between. */
function filled(shape: Shape, dtype: DType, next: () => number): HostTensor {
  const size = sizeOf(shape);
  const data =
    dtype === 'float32' ? new Float32Array(size) : dtype === 'int32' ? new Int32Array(size) : new Uint8Array(size);
  for (let i = 0; i < size; i++) data[i] = next();
  return hostTensor(data, shape, dtype);
}

/** A vector of just these. */
export function special(values: readonly number[], dtype: DType = 'float32'): HostTensor {
  return hostTensor(values, [values.length], dtype);
}

/** Seeded float32 below 0, but for row r of the last axis, whose largest element stands in another column for each row. */
export function peaked(shape: Shape, seed: number, lowest: number, peak: number): HostTensor {
  const width = shape.at(-1)!;
  const { data } = random(shape, seed, 'float32', lowest, lowest / 2);
  const rows = data.length / width;
  for (let row = 0; row < rows; row++) data[row * width + peakColumn(row, width)] = peak;
  return hostTensor(data, shape);
}

/** The last column in row 0, the first in row 1, then columns spread over the whole width. */
function peakColumn(row: number, width: number): number {
  if (row < 2) return row === 0 ? width - 1 : 0;
  return Math.floor((row * 0.618034 * width) % width);
}

/** float32 numbers of which neighbours differ by one unit in the last place, in an order from a seed. */
export function closest(shape: Shape, seed: number, above = 1): HostTensor {
  const size = sizeOf(shape);
  const next = randomSource(seed);
  const bits = new Int32Array(Float32Array.of(above).buffer)[0]!;
  const order = Array.from({ length: size }, (_, i) => i);
  for (let i = size - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  const data = new Float32Array(Int32Array.from(order, (rank) => bits + rank).buffer);
  return { shape, dtype: 'float32', data };
}

/** Shapes as ids show them: `[2,3]x[3]`. */
export function showShapes(...shapes: readonly Shape[]): string {
  return shapes.map((shape) => `[${shape}]`).join('x');
}

/** Every shape that broadcasts to this one without being more than it: some axes of 1, and some or all of the first ones left out. */
export function shapesThatSpread(shape: Shape): Shape[] {
  const found = new Map<string, Shape>();
  for (let first = 0; first <= shape.length; first++) {
    const rest = shape.slice(first);
    for (let bits = 0; bits < 2 ** rest.length; bits++) {
      const spread = rest.map((size, axis) => (bits & (1 << axis) ? size : 1));
      found.set(`[${spread}]`, spread);
    }
  }
  return [...found.values()];
}

/** Zeros, and NaN in one element of the first matrix. */
export function fewNaN(shape: Shape): HostTensor {
  const x = hostTensor(new Float32Array(shape.reduce((a, b) => a * b, 1)), shape);
  x.data[9] = Number.NaN;
  return x;
}

/** With a NaN in every seventh place. */
export function someNaN(shape: Shape, seed: number): HostTensor {
  const x = random(shape, seed);
  for (let i = 3; i < x.data.length; i += 7) x.data[i] = Number.NaN;
  return x;
}

/** Whole numbers from 0 to 3, so that there are ties everywhere. */
export function fourValues(shape: Shape, seed: number): HostTensor {
  return hostTensor(Float32Array.from(random(shape, seed, 'int32', 0, 4).data), shape);
}
